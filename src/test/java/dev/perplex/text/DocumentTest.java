package dev.perplex.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class DocumentTest {

  /** a is 1 byte, é 2, 中 3, 😀 4 (two chars, one character); two line ends. */
  @Test
  void lineEndsCount() {
    Document document = new Document("a#0", "aé\n中😀");
    assertThat(document.bytes()).isEqualTo(1 + 2 + 1 + 3 + 4 + 1);
    assertThat(document.characters()).isEqualTo(6);
    assertThat(document.lines()).isEqualTo(2);
  }

  @Test
  void anEmptyDocumentIsOneLine() {
    Document document = new Document("a#0", "");
    assertThat(document.bytes()).isEqualTo(1);
    assertThat(document.characters()).isEqualTo(1);
    assertThat(document.lines()).isEqualTo(1);
  }

  @Property
  void bytesAreThoseOfUtf8(@ForAll int[] codePoints) {
    StringBuilder text = new StringBuilder();
    for (int each : codePoints) {
      int c = Math.floorMod(each, Character.MAX_CODE_POINT + 1);
      text.appendCodePoint(c >= 0xD800 && c < 0xE000 ? 'x' : c);
    }
    assertThat(new Document("a#0", text.toString()).bytes())
        .isEqualTo(text.toString().getBytes(StandardCharsets.UTF_8).length + 1L);
  }
}
