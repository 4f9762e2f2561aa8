package dev.valence.internal.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.valence.Example;
import dev.valence.LabelSet;
import dev.valence.Prediction;
import dev.valence.evaluate.Evaluation;
import dev.valence.evaluate.Method;
import dev.valence.evaluate.MethodComparison;
import dev.valence.evaluate.ScoredRun;
import dev.valence.internal.json.ConfigJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;

/** Pages are well-formed, show what they were given as text, and need nothing from elsewhere. */
class ReportTest {
    /** What a label, a path or a command can be made of. */
    private static final List<String> HOSTILE = List.of(
            "<script>alert(1)</script>",
            "\"><img src=x onerror=alert(1)>",
            "' onmouseover='alert(1)",
            "</style></title></svg></textarea><h1>",
            "<!-- ]]> &lt; &#60; &copy; \\u003c",
            "@import url(http://example.org/x.css)",
            "javascript:alert(1)",
            "größe 😀 \u202Eright to left");

    private static final LearningCurves CURVES = new LearningCurves(Stream.of(
                    "{\"event\":\"train\",\"step\":100,\"loss\":0.7,\"accuracy\":0.52}",
                    "{\"event\":\"validation\",\"step\":150,\"loss\":0.6,\"accuracy\":0.7,\"best\":false}",
                    "{\"event\":\"train\",\"step\":200,\"loss\":0.5,\"accuracy\":0.8}",
                    "{\"event\":\"validation\",\"step\":300,\"loss\":0.4,\"accuracy\":0.9,\"best\":true}")
            .map(line -> ConfigJson.parse("curves", line))
            .toList());

    @TempDir
    private Path folder;

    private static Evaluation evaluation(LabelSet labels, String right) {
        List<Example> examples = new ArrayList<>();
        List<Prediction> predictions = new ArrayList<>();
        for (int i = 0; i < right.length(); i++) {
            int truth = i % 2;
            examples.add(new Example("text " + i, truth));
            boolean first = (truth == 0) == (right.charAt(i) == '1');
            predictions.add(new Prediction(labels, first ? new float[] {0.75f, 0.25f} : new float[] {0.25f, 0.75f}));
        }
        return Evaluation.of(labels, examples, predictions, Duration.ZERO);
    }

    private static ScoredRun run(String name, long seed, String right) {
        return new ScoredRun(name, seed, 7, evaluation(LabelSet.of("a", "b"), right));
    }

    private static StudyReport study(String text) {
        Method words = new Method(
                "words " + text,
                List.of(new ScoredRun("words " + text, null, 3, evaluation(LabelSet.of("a", "b"), "1111100000"))));
        Method random = new Method(
                "random " + text, List.of(run("random-1", 5, "1111110000"), run("random-2", 6, "1111000000")));
        Method trained = new Method(
                "trained " + text, List.of(run("trained-1", 5, "1011111110"), run("trained-2", 6, "1111111110")));
        return new StudyReport(
                List.of(MethodComparison.of("dev", List.of(words, random, trained))),
                Map.of("random-1", CURVES, "random-2", CURVES, "trained-1", CURVES, "trained-2", CURVES),
                Map.of("epochs", 3, text, text),
                Map.of("data", Map.of("from", text)),
                List.of("./valence study --data " + text));
    }

    private static RunReport run(String text) {
        return new RunReport(
                "Run " + text,
                "dev",
                evaluation(LabelSet.of("first " + text, "second " + text), "1111100"),
                CURVES,
                Map.of("data", text, "inner", Map.of(text, List.of(text))),
                List.of("./valence finetune --data " + text));
    }

    static List<String> hostile() {
        return HOSTILE;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostile")
    void textsAreShownAsTheyAre(String text) {
        Set<String> plain = names(ParsedPage.of(run("harmless").page().html()));
        ParsedPage page = ParsedPage.of(run(text).page().html());
        assertThat(names(page)).isEqualTo(plain);
        assertThat(page.texts("h1")).containsExactly("Run " + text);
        assertThat(page.texts("title").get(0)).isEqualTo("Run " + text);
        assertThat(page.texts("th")).contains("first " + text, "second " + text);
        assertThat(page.texts("dd")).contains(text, "[" + text + "]");
        assertThat(page.texts("code")).containsExactly("./valence finetune --data " + text);

        Set<String> plainStudy = names(ParsedPage.of(study("harmless").page().html()));
        ParsedPage studyPage = ParsedPage.of(study(text).page().html());
        assertThat(names(studyPage)).isEqualTo(plainStudy);
        assertThat(studyPage.texts("th")).contains("words " + text, "trained " + text);
        assertThat(studyPage.texts("text")).contains("random " + text);
    }

    /** Names of elements and of attributes, which no text may add to. */
    private static Set<String> names(ParsedPage page) {
        return page.attributes().stream()
                .map(attribute -> attribute.substring(0, attribute.indexOf(' ', attribute.indexOf(' ') + 1)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void charactersThatXmlHasNoPlaceForAreReplaced() {
        ParsedPage page =
                ParsedPage.of(run("a\u0000b\u001Bc\uD800d\uFFFFe").page().html());
        assertThat(page.texts("h1")).containsExactly("Run a\uFFFDb\uFFFDc\uFFFDd\uFFFDe");
    }

    @Test
    void nothingComesFromElsewhereAndNothingRuns() {
        for (String html : List.of(study("x").page().html(), run("x").page().html())) {
            ParsedPage page = ParsedPage.of(html);
            assertThat(page.attributes())
                    .contains("meta content default-src 'none'; style-src 'unsafe-inline'")
                    .noneMatch(attribute -> attribute.matches("\\S+ (src|href|xlink:href|style|on\\w+) .*"));
            assertThat(page.elements("*"))
                    .extracting(Element::getTagName)
                    .doesNotContain("script", "link", "img", "iframe", "object", "embed", "base", "form", "a");
            assertThat(page.texts("style")).singleElement().asString().doesNotContain("url(", "@import", "@font-face");
            assertThat(html).doesNotContain("https:").containsOnlyOnce("http:"); // the name of XHTML
        }
    }

    @Test
    void aStudyShowsMethodsRunsTestsAndCurves() {
        ParsedPage page = ParsedPage.of(study("x").page().html());
        assertThat(page.texts("p").get(0))
                .startsWith("On dev: accuracy 0.8500 with trained x, 0.5000 with random x: +35.00 points (2 seeds");
        assertThat(page.texts("td")).contains("0.5000", "0.1414", "0.4000 to 0.6000", "+0.3500", "2.33");
        // a level line for the baseline in one chart, a line for each run in both, three in the legend
        assertThat(page.elements("polyline")).hasSize(1 + 2 * 4 + 3);
        // two dots for each kept model, and a ring for each of five runs
        assertThat(page.elements("circle")).hasSize(2 * 4 + 5);
    }

    @Test
    void noAccuracyIsDrawnAboveOne() {
        // two seeds: Student's interval of 0.5 ± 0.1 would reach to 1.77
        ParsedPage page = ParsedPage.of(study("x").page().html());
        assertThat(page.texts("td")).contains("[0.0000, 1.0000] t", "[-1.0000, +1.0000]");
        assertThat(page.texts("text"))
                .filteredOn(text -> text.matches("[0-9]\\.[0-9]+"))
                .isNotEmpty()
                .allSatisfy(text -> assertThat(Double.parseDouble(text)).isLessThanOrEqualTo(1));
    }

    @Test
    void pointsLieWhereTheirFiguresAre() {
        Series series = new Series("x", SeriesStyle.FIRST, CURVES.validation("accuracy"), CURVES.bestStep());
        Markup markup = new Markup();
        new LineChart("t", List.of(series), true).draw(markup);
        ParsedPage chart = ParsedPage.of(markup.toString());
        String points = chart.elements("polyline").get(0).getAttribute("points");
        double[] first = coordinates(points.substring(0, points.indexOf(' ')));
        double[] last = coordinates(points.substring(points.indexOf(' ') + 1));
        List<Element> grid = chart.elements("line").stream()
                .filter(line -> line.getAttribute("class").equals("grid"))
                .toList();
        double left = Double.parseDouble(grid.get(0).getAttribute("x1"));
        double right = Double.parseDouble(grid.get(0).getAttribute("x2"));
        // step 150 of 300 is halfway; 0.7 and 0.9 are the first and the last tick
        assertThat(first[0]).isCloseTo((left + right) / 2, within(0.11));
        assertThat(last[0]).isCloseTo(right, within(0.11));
        assertThat(first[1]).isCloseTo(Double.parseDouble(grid.get(0).getAttribute("y1")), within(0.11));
        assertThat(last[1])
                .isCloseTo(Double.parseDouble(grid.get(grid.size() - 1).getAttribute("y1")), within(0.11));
        assertThat(chart.elements("circle")).singleElement().satisfies(dot -> {
            assertThat(Double.parseDouble(dot.getAttribute("cx"))).isEqualTo(last[0]);
            assertThat(Double.parseDouble(dot.getAttribute("cy"))).isEqualTo(last[1]);
        });
    }

    private static double[] coordinates(String point) {
        int comma = point.indexOf(',');
        return new double[] {
            Double.parseDouble(point.substring(0, comma)), Double.parseDouble(point.substring(comma + 1))
        };
    }

    @Test
    void aRunWithoutCurvesHasAPageToo() {
        RunReport report = new RunReport(
                "No steps",
                "dev",
                evaluation(LabelSet.of("a", "b"), "10"),
                new LearningCurves(List.of()),
                Map.of(),
                List.of());
        assertThat(ParsedPage.of(report.page().html()).elements("svg")).isEmpty();
    }

    @Test
    void aStudyThatDivergedHasAPageToo() {
        // what a run logs whose loss is no number
        LearningCurves diverged = new LearningCurves(List.of(ConfigJson.parse(
                "curves", "{\"event\":\"validation\",\"step\":7,\"loss\":null,\"accuracy\":0.5,\"best\":true}")));
        StudyReport study = study("x");
        StudyReport report = new StudyReport(
                study.comparisons(),
                Map.of("random-1", diverged),
                study.recipe(),
                study.provenance(),
                study.commands());
        assertThat(ParsedPage.of(report.page().html()).texts("figcaption"))
                .contains("Accuracy on dev")
                .noneMatch(title -> title.startsWith("Loss"));
    }

    @Test
    void aPageReplacesTheOneBefore() throws IOException {
        Path file = folder.resolve("report.html");
        study("before").write(file);
        study("after").write(file);
        assertThat(ParsedPage.of(Files.readString(file)).texts("th")).contains("words after");
        assertThat(folder.toFile().list()).containsExactly("report.html");
    }
}
