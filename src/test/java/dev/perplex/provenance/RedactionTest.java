package dev.perplex.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
  @ParameterizedTest
  @CsvSource({
    "storage.root = ftp://ann:hunter2@host/x cannot be reached,"
        + " storage.root = ftp://*********(redacted)@host/x cannot be reached",
    "ftp://ann:hunter2@a/ and http://hunter2@b/,"
        + " ftp://*********(redacted)@a/ and http://*********(redacted)@b/",
    "fs.s3a.secret.key=hunter2, fs.s3a.secret.key=*********(redacted)",
    "fs.s3a.session.token : hunter2 is bad, fs.s3a.session.token : *********(redacted) is bad",
    "AWS_SECRET_ACCESS_KEY=hunter2;x, AWS_SECRET_ACCESS_KEY=*********(redacted);x",
    "javax.net.ssl.keyStorePassword=hunter2, javax.net.ssl.keyStorePassword=*********(redacted)",
    "https://b/k?X-Amz-Date=1&X-Amz-Signature=hunter2&a=b,"
        + " https://b/k?X-Amz-Date=1&X-Amz-Signature=*********(redacted)&a=b",
  })
  void secretsGo(String text, String clean) {
    assertThat(Redaction.of(text)).isEqualTo(clean);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "train.segment-tokens = -1 is below 0. Pass --set train.segment-tokens=0.",
        "tokens: 12, max-tokens=100, report.mixture.tokens : 5",
        "s3a://bucket/folder/a@b and file:///x?y=1",
        "the secret of the password is a token",
        "write to ann@host: she knows"
      })
  void theRestStays(String text) {
    assertThat(Redaction.of(text)).isEqualTo(text);
  }

  @Test
  void jsonStaysJson() {
    Object dirty =
        Map.of(
            "fs.s3a.secret.key",
            "hunter2",
            "pin.password",
            4711,
            "credentials",
            Map.of("key", "hunter2"),
            "list",
            List.of("ftp://ann:hunter2@h/", true),
            "n",
            1);
    String clean = Json.line(Redaction.of(Json.tree(dirty)));
    assertThat(Json.read(clean, Map.class))
        .isEqualTo(
            Map.of(
                "fs.s3a.secret.key",
                Redaction.MARK,
                "pin.password",
                Redaction.MARK,
                "credentials",
                Redaction.MARK,
                "list",
                List.of("ftp://" + Redaction.MARK + "@h/", true),
                "n",
                1));
  }

  @Test
  void recordsAndErrorsAreClean() {
    RunRecord record =
        new RunRecord(
            "small-1",
            Map.of("a", "ftp://ann:hunter2@h/", "b", List.of("ftp://ann:hunter2@h/", "c"), "d", 1),
            Map.of(),
            Map.of(),
            Map.of(),
            "",
            0);
    assertThat(Json.line(record)).doesNotContain("hunter2").contains("\"c\"").contains("\"d\":1");
    assertThat(PerplexException.usage("%s is bad.", "ftp://ann:hunter2@h/"))
        .hasMessage("ftp://" + Redaction.MARK + "@h/ is bad.");
  }
}
