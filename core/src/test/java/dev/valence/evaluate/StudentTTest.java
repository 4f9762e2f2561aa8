package dev.valence.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected values by SciPy 1.17.1's t.ppf and t.sf, see tools/reference/evaluation_figures.py. */
class StudentTTest {
    @ParameterizedTest
    @CsvSource({
        "1, 12.706204736174694, 63.656741162871526",
        "2, 4.302652729749462, 9.924843200918287",
        "3, 3.1824463052837078, 5.840909309733355",
        "4, 2.7764451051977934, 4.604094871349992",
        "5, 2.5705818356363146, 4.032142983555228",
        "10, 2.228138851986274, 3.16927267261695",
        "19, 2.0930240544083087, 2.8609346064649794",
        "30, 2.0422724563012378, 2.7499956535672254",
        "100, 1.9839715185235518, 2.6258905214380173"
    })
    void distancesAsSciPy(int degrees, double of95, double of99) {
        assertThat(StudentT.distance(0.95, degrees)).isCloseTo(of95, withPercentage(1e-10));
        assertThat(StudentT.distance(0.99, degrees)).isCloseTo(of99, withPercentage(1e-10));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0.8144528418445154, 0.3385060546606654, 0.14546547849274274",
        "2, 0.7924856608401776, 0.23123342620157122, 0.05005715411709159",
        "3, 0.783763292039919, 0.18769064155341003, 0.0231402643602344",
        "4, 0.7791214282774598, 0.16435494127005, 0.012645618935102639",
        "5, 0.7762490422632745, 0.149876786848324, 0.007715449104580595",
        "10, 0.7703206075657986, 0.11996934590902035, 0.0015614400925553671",
        "19, 0.7674346603392634, 0.1054432665880268, 0.0003863778032160928",
        "30, 0.7662461052843528, 0.09947787558851685, 0.00016645097482126785",
        "100, 0.7647998803003035, 0.09223932700301926, 3.976818351411786e-05"
    })
    void probabilitiesAsSciPy(int degrees, double of03, double of17, double of43) {
        assertThat(StudentT.twoSided(0.3, degrees)).isCloseTo(of03, within(1e-14));
        assertThat(StudentT.twoSided(-1.7, degrees)).isCloseTo(of17, within(1e-14));
        assertThat(StudentT.twoSided(4.3, degrees)).isCloseTo(of43, within(1e-14));
    }

    @Test
    void theEndsOfTheRange() {
        assertThat(StudentT.twoSided(0, 7)).isEqualTo(1);
        assertThat(StudentT.twoSided(1e300, 7)).isBetween(0.0, 1e-15);
    }

    @Test
    void refusesWhatIsNoDistributionAndNoProbability() {
        assertThatThrownBy(() -> StudentT.twoSided(1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found 0");
        assertThatThrownBy(() -> StudentT.distance(1, 3)).isInstanceOf(IllegalArgumentException.class);
    }
}
