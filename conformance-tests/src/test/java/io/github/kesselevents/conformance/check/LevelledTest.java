package io.github.kesselevents.conformance.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LevelledTest {

    /** What one worker of the real relay makes of it, and the next one. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'a':[{'x':null,'y':1},{'x':2,'y':1}]} | {'a':[{'y':1,'x':null},{'y':1,'x':2}]}",
                "{'a':[{'x':{'p':1}},{'x':{'p':null}}]} | {'a':[{'x':{'q':null}},{'x':{'q':2}}]}",
                "{'a':[{'x':{'p':1}},{'x':{'p':1}}]} | {'a':[{'x':{'p':1,'q':null}},{'x':{'p':1,'q':2}}]}",
                "{'a':{'b':[{'x':[{'p':1}]},{'x':[{'p':null}]}]}} | {'a':{'b':[{'x':[{'q':null}]},{'x':[{'q':1}]}]}}"
            })
    void whatTheRelaySettlesAnewIsTheSame(String one, String other) {
        assertThat(Levelled.isUnsettled(json(one))).isTrue();
        assertThat(Levelled.isUnsettled(json(other))).isTrue();
        assertThat(Levelled.of(json(one))).hasToString(Levelled.of(json(other)).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'a':[{'x':1},{'x':3}],'b':1,'c':2}",
                "{'a':[{'x':1}],'b':1,'c':2}",
                "{'a':[{'x':2},{'x':1}],'b':1,'c':2}",
                "{'a':[{'x':1},{'x':2},3],'b':1,'c':2}",
                "{'a':[{'z':1},{'z':2}],'b':1,'c':2}",
                "{'a':[{'x':1},{'x':2}],'c':2,'b':1}",
                "{'a':[{'x':1},{'x':2}],'b':null,'c':2}"
            })
    void allElseShows(String other) {
        String one = "{'a':[{'x':1},{'x':2}],'b':1,'c':2}";
        assertThat(Levelled.of(json(other)).toString())
                .isNotEqualTo(Levelled.of(json(one)).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "{}", "[]", "{'a':[1,2]}", "{'a':[{'x':1}]}", "{'a':[null,{'x':1}]}", "[[{}],[{}]]"})
    void whereNoObjectsShareAnArrayAllIsSettled(String json) {
        assertThat(Levelled.isUnsettled(json(json))).isFalse();
    }

    @Test
    void whatIsNotUnderAnArrayIsKeptAsItIs() {
        String json = "{'b':{'x':null,'a':[1,{'y':{'z':1}}]},'a':null}";
        assertThat(Levelled.of(json(json))).hasToString(json(json).toString());
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text.replace('\'', '"'));
    }
}
