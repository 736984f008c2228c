package dev.synod.demo.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.api.GroupSettings;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeOptionsTest {

  @ParameterizedTest
  @CsvSource({
    "1,''",
    "2,'2 members: 2 make a quorum, so 0 may be lost, no more than of 1 members'",
    "3,''",
    "4,'4 members: 3 make a quorum, so 1 may be lost, no more than of 3 members'",
    "5,''"
  })
  void saysWhatAnEvenNumberOfMembersIsWorth(int count, String notice) {
    String members =
        IntStream.rangeClosed(1, count)
            .mapToObj(i -> "n" + i + "@h:" + i)
            .collect(Collectors.joining(","));

    assertThat(NodeOptions.evenNotice(GroupSettings.parse("demo", "n1", members)))
        .startsWith(notice)
        .matches(text -> text.isEmpty() == notice.isEmpty());
  }
}
