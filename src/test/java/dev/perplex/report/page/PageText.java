package dev.perplex.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perplex.provenance.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page as its readers get it: its words and numbers, and the data in it. */
public final class PageText {
  private static final Pattern NUMBER =
      Pattern.compile("(?<![\\w.,-])-?\\d[\\d,]*(\\.\\d+)?( %)?(?![\\w])");

  /** What the page's own sentences say, and no report does. */
  private static final Set<String> PROSE = Set.of("0", "1", "3", "0.5", "100", "1970");

  private PageText() {}

  /** The page without styles, scripts and data. */
  static String markup(String page) {
    return page.replaceAll("(?s)<style>.*?</style>", "")
        .replaceAll("(?s)<script.*?</script>", "")
        .replaceAll("data-chart=\"[^\"]*\"", "");
  }

  /** What is read: no tags, no drawings, one blank between words. */
  public static String of(String page) {
    return markup(page)
        .replaceAll("(?s)<svg.*?</svg>", " ")
        .replaceAll("</(b|small)>", "")
        .replaceAll("<(b|small)>", "")
        .replaceAll("<[^>]*>", " ")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
        .replaceAll("\\s+", " ");
  }

  /** The data that the page's charts draw. */
  static JsonNode data(String page) {
    Matcher matcher =
        Pattern.compile("(?s)<script type=\"application/json\" id=\"data\">(.*?)</script>")
            .matcher(page);
    if (!matcher.find()) {
      throw new AssertionError("the page has no data");
    }
    return Json.tree(matcher.group(1));
  }

  /** The numbers that people read and the data do not have, to the digits that are shown. */
  static List<String> strangers(String page) {
    List<BigDecimal> numbers = new ArrayList<>();
    StringBuilder words = new StringBuilder();
    collect(data(page), numbers, words);
    Set<String> said = new HashSet<>();
    Matcher inWords = NUMBER.matcher(words);
    while (inWords.find()) {
      said.add(inWords.group());
      said.add(inWords.group().replace(" %", ""));
    }
    List<String> strangers = new ArrayList<>();
    Matcher shown = NUMBER.matcher(of(page));
    while (shown.find()) {
      String token = shown.group();
      if (!said.contains(token) && !PROSE.contains(token) && !has(numbers, token)) {
        strangers.add(token);
      }
    }
    return strangers;
  }

  private static void collect(JsonNode node, List<BigDecimal> numbers, StringBuilder words) {
    if (node.isNumber()) {
      numbers.add(node.decimalValue());
    } else if (node.isTextual()) {
      words.append(' ').append(node.asText());
    }
    node.fieldNames().forEachRemaining(name -> words.append(' ').append(name));
    node.forEach(each -> collect(each, numbers, words));
  }

  private static boolean has(List<BigDecimal> numbers, String token) {
    boolean percent = token.endsWith(" %");
    BigDecimal shown = new BigDecimal(token.replace(" %", "").replace(",", ""));
    for (BigDecimal each : numbers) {
      BigDecimal exact = percent ? each.movePointRight(2) : each;
      // A double's nearest decimal may lie on the other side of a half.
      BigDecimal off = exact.subtract(shown).abs();
      if (off.compareTo(half(shown.scale())) <= 0) {
        return true;
      }
    }
    return false;
  }

  private static BigDecimal half(int scale) {
    return BigDecimal.ONE
        .movePointLeft(scale)
        .divide(BigDecimal.valueOf(2), scale + 1, RoundingMode.UNNECESSARY)
        .add(BigDecimal.ONE.movePointLeft(scale + 9));
  }
}
