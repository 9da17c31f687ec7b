package dev.perplex.cli;

import java.math.BigDecimal;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A count as people write it: {@code 1e9}, {@code 10_000_000}, {@code 10,000,000}. */
final class Count implements ITypeConverter<Long> {
  @Override
  public Long convert(String text) {
    try {
      long value = new BigDecimal(text.replaceAll("(?<=\\d)[_,](?=\\d{3})", "")).longValueExact();
      if (value >= 1) {
        return value;
      }
    } catch (NumberFormatException | ArithmeticException e) {
      // said below
    }
    throw new TypeConversionException(
        "'" + text + "' is no whole number from 1 to 9e18. Write 1e9 or 10_000_000.");
  }
}
