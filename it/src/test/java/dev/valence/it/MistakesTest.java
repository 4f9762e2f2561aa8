package dev.valence.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Mistakes that users make: each ends with exit code 2 and one line that says what was found and what to do. */
class MistakesTest {
    private static final int BAD_INPUT = 2;

    @TempDir
    private static Path folder;

    private static Program program;

    /**
     * One of them.
     *
     * @param name what is wrong
     * @param arguments the command line, cut at spaces
     * @param says what the line must contain
     */
    record Mistake(String name, String arguments, String... says) {
        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeAll
    static void prepare() throws IOException, InterruptedException {
        program = Program.in(folder);
        program.finetune("run").succeeded();
        program.run("baseline", "--out", "base").succeeded();
        damage(copy("run/best", "damaged").resolve("model.safetensors"));
        Files.delete(copy("run/best", "incomplete").resolve("tokenizer.json"));
        write("empty/train.tsv", "");
        write("header/train.tsv", "sentence\tlabel\n");
        write("labels/train.tsv", "sentence\tlabel\nfine\t1\nweak\t0\n");
        write("labels/dev.tsv", "sentence\tlabel\nfine\t7\n");
        write("grades/train.tsv", "sentence\tlabel\nfine\tgood\nweak\tbad\n");
        write("grades/dev.tsv", "sentence\tlabel\nfine\tgood\n");
        write("oneclass/train.tsv", "sentence\tlabel\nfine\t1\ngood\t1\n");
        write("oneclass/dev.tsv", "sentence\tlabel\nfine\t1\n");
        write("columns/train.csv", "words,grade\nfine,1\nweak,0\n");
        Files.write(Files.createDirectory(folder.resolve("latin")).resolve("train.tsv"), new byte[] {
            's', 'e', 'n', 't', 'e', 'n', 'c', 'e', '\t', 'l', 'a', 'b', 'e', 'l', '\n', (byte) 0xe9, '\t', '1', '\n'
        });
        write("one.csv", "text,label\nfine,1\n");
        write("one/test.csv", "text,label\nfine,-1\n");
        write("twice/train.csv", "text,label,text\nfine,1,x\nweak,0,x\n");
        write("scores/train.csv", scores());
        Files.createDirectory(folder.resolve("nothing"));
        write("words.txt", "a film\nno film\n");
        write("strange/config.json", "{\"model_type\":\"gpt2\"}");
        program.run("tokenizer", "train", "--corpus", "words.txt", "--out", "other.json")
                .succeeded();
        Files.write(
                folder.resolve("hostile.pkl"),
                "\u0080\2cos\nsystem\nX\5\0\0\0touch\u0085R.".getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    /** Texts with forty scores in place of classes. */
    private static String scores() {
        return IntStream.range(0, 200)
                .mapToObj(i -> "text " + i + ",0." + (10 + i % 40) + "\n")
                .collect(Collectors.joining("", "text,label\n", ""));
    }

    private static Path copy(String from, String to) throws IOException {
        Path target = Files.createDirectory(folder.resolve(to));
        try (Stream<Path> files = Files.list(folder.resolve(from))) {
            for (Path file : files.toList()) {
                Files.copy(file, target.resolve(file.getFileName()));
            }
        }
        return target;
    }

    /** Changes one byte, in the middle of the weights. */
    private static void damage(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
    }

    private static Mistake mistake(String name, String arguments, String... says) {
        return new Mistake(name, arguments, says);
    }

    static List<Mistake> usage() {
        return List.of(
                mistake("unknown verb", "nonsense", "'nonsense'", "valence --help"),
                mistake("a mistyped verb", "predcit --model run", "'predcit'", "did you mean predict?"),
                mistake("a mistyped verb of a verb", "tokenizer trian", "'trian'", "did you mean train?"),
                mistake("a verb left out", "tokenizer", "one of encode, train", "valence tokenizer --help"),
                mistake("a mistyped option", "predict --modle run x", "'--modle'", "did you mean --model?"),
                mistake("another letter", "predict --model run --imput=x", "'--imput=x'", "did you mean --input?"),
                mistake("a text like an option", "predict --model run -fine", "'-fine'", "put -- before"),
                mistake("unknown option", "finetune --out new --nonsense 1", "'--nonsense'", "valence finetune --help"),
                mistake("missing --out", "finetune", "--out", "valence finetune --help"),
                mistake("missing --pretrained", "study --out new", "--pretrained", "valence study --help"),
                mistake("missing --teacher", "distill --out new", "--teacher", "valence distill --help"),
                mistake("missing --model", "predict fine", "--model", "valence predict --help"),
                mistake("not a number", "finetune --out new --epochs abc", "--epochs", "'abc'"),
                mistake("wrong colour", "evaluate --model run --color mauve", "auto, always or never", "'mauve'"),
                mistake("one run to compare", "compare run", "at least 2"),
                mistake("a run compared with itself", "compare run run", "required different runs", "found run twice"));
    }

    static List<Mistake> options() {
        return List.of(
                mistake(
                        "two budgets",
                        "finetune --out new --epochs 1 --steps 2",
                        "--epochs, --steps and --minutes",
                        "one"),
                mistake("no minutes", "finetune --out new --minutes 0", "minutes", "above 0", "found 0"),
                mistake("nothing to start from", "finetune --out new --init lost", "lost", "found nothing"),
                mistake("shape of another model", "finetune --out new --init run --layers 2", "found --layers;"),
                mistake("no corpus", "pretrain --out new --corpus lost.txt", "lost.txt", "found nothing"),
                mistake("a folder without text", "pretrain --out new --corpus nothing", "nothing", ".txt files"),
                mistake("all masked", "pretrain --out new --corpus words.txt --mask-rate 1", "(0, 1)", "found 1"),
                mistake("unknown masking", "pretrain --out new --corpus words.txt --masking x", "mask, bert", "'x'"),
                mistake("unknown cut", "pretrain --out new --corpus words.txt --cut x", "sentences, windows", "'x'"),
                mistake("unknown preset", "finetune --out new --preset nonsense", "standard or tutorial", "'nonsense'"),
                mistake("no epochs", "finetune --out new --epochs 0", "epochs", "at least 1", "found 0"),
                mistake("negative rate", "finetune --out new --learning-rate -1", "learning rate", "found -1"),
                mistake("no batch", "finetune --out new --batch-size 0", "batch", "at least 1", "found 0"),
                mistake("two batch sizes", "finetune --out new --batch-size 8 --batch-tokens 99", "give one of them"),
                mistake("no layers", "finetune --out new --layers 0", "layers", "at least 1", "found 0"),
                mistake("heads that do not divide", "finetune --out new --heads 7", "multiple", "7 heads"),
                mistake("dropout above 1", "finetune --out new --dropout 1.5", "dropout", "[0, 1)", "found 1.5"),
                mistake(
                        "unknown positions",
                        "finetune --out new --positions odd",
                        "none, sinusoidal, learned",
                        "'odd'"),
                mistake("unknown schedule", "finetune --out new --schedule odd", "constant, linear, cosine", "'odd'"),
                mistake("unknown metric", "finetune --out new --metric odd", "accuracy, macro_f1, loss", "'odd'"),
                mistake("unknown optimizer", "finetune --out new --optimizer odd", "adam or adamw", "'odd'"),
                mistake("too many frozen", "finetune --out new --freeze-layers 7", "at most 6 layers", "found 7"),
                mistake("no layer decay", "finetune --out new --layer-decay 0", "layer decay", "(0, 1]", "found 0"),
                mistake("weights of classes", "finetune --out new --class-weights good", "NAME=WEIGHT", "'good'"),
                mistake("weights of others", "finetune --out new --class-weights a=2", "one for each of", "found [a]"),
                mistake("unknown windows", "finetune --out new --long-texts odd", "first, mean or max", "'odd'"),
                mistake("a stride alone", "finetune --out new --stride 5", "stride", "mean or max"),
                mistake("unknown --on-nan", "finetune --out new --on-nan odd", "stop or skip", "'odd'"),
                mistake("no checkpoints", "finetune --out new --keep-checkpoints 0", "at least 1", "found 0"),
                mistake("no threads", "finetune --out new --threads 0", "--threads", "at least 1", "found 0"),
                mistake("no shards", "finetune --out new --shards 0", "shards", "[1, 256]", "found 0"),
                mistake("no seeds", "study --pretrained run --out new --seeds 0", "--seeds", "[1, 1000]", "found 0"),
                mistake("unknown kernels", "finetune --out new --kernels odd", "auto, vector or scalar", "'odd'"),
                mistake("tiny vocabulary", "finetune --out new --vocabulary-size 3", "vocabulary size", "found 3"),
                mistake(
                        "no tokenizer there",
                        "finetune --out new --tokenizer no.json",
                        "no.json",
                        "found no such file"));
    }

    static List<Mistake> data() {
        return List.of(
                mistake(
                        "no such data",
                        "finetune --out new --data nowhere",
                        "nowhere",
                        "found nothing",
                        "check the path"),
                mistake("folder without data", "finetune --out new --data nothing", "train.tsv", "give a directory"),
                mistake("empty file", "finetune --out new --data empty", "empty/train.tsv", "found an empty file"),
                mistake("header only", "finetune --out new --data header", "header/train.tsv", "at least one row"),
                mistake("unknown label", "finetune --out new --data labels", "labels/dev.tsv:2", "0, 1", "'7'"),
                mistake("one class only", "finetune --out new --data oneclass", "at least 2 classes", "found 1"),
                mistake(
                        "no such column",
                        "finetune --out new --data columns",
                        "columns/train.csv",
                        "words",
                        "--text-column"),
                mistake("not UTF-8", "finetune --out new --data latin", "latin/train.tsv:2", "UTF-8"),
                mistake(
                        "other labels",
                        "evaluate --model run --data grades",
                        "grades/dev.tsv:2",
                        "negative, positive",
                        "'good'"),
                mistake("no such split", "evaluate --model run --split odd", "'odd'", "train, dev, test", "--split"),
                mistake(
                        "labels that may be indices",
                        "evaluate --model run --data one.csv",
                        "one.csv:2",
                        "found '1'",
                        "--labels-by-index"),
                mistake("no dev split there", "evaluate --model run --data one", "one: expected dev.tsv", "--split"),
                mistake(
                        "unlabelled texts",
                        "evaluate --model run --data one --split test",
                        "expected labelled examples"),
                mistake("two columns of one name", "finetune --out new --data twice", "3 ('text')", "--text-column"),
                mistake(
                        "scores for classes",
                        "finetune --out new --data scores",
                        "40 different decimals",
                        "--label-column"),
                mistake("no such input", "predict --model run --input nowhere", "nowhere", "check the path"),
                mistake("nothing on standard input", "predict --model run", "standard input", "found none"));
    }

    static List<Mistake> directories() {
        return List.of(
                mistake("run already there", "finetune --out run", "run", "choose another --out", "--resume"),
                mistake("study into a run", "study --pretrained run --out run", "run", "choose another --out"),
                mistake(
                        "no study to resume",
                        "study --pretrained run --out run --resume",
                        "required the directory of a study or a new one",
                        "choose another --out"),
                mistake(
                        "a model there",
                        "baseline --out run/best",
                        "run/best: required a directory that is new or empty"),
                mistake("no model to study", "study --pretrained nowhere --out new", "nowhere", "found nothing"),
                mistake(
                        "a damaged model to study",
                        "study --pretrained damaged --out new",
                        "model.safetensors changed"),
                mistake(
                        "a model for a run",
                        "finetune --out run/best --resume",
                        "run/best",
                        "found one with config.json"),
                mistake("reproducing a damaged one", "reproduce damaged --out new", "model.safetensors changed"),
                mistake("one byte changed", "predict --model damaged fine", "damaged", "model.safetensors changed"),
                mistake("a file missing", "predict --model incomplete fine", "tokenizer.json missing"),
                mistake("no such model", "predict --model nowhere fine", "nowhere", "found nothing", "check the path"),
                mistake(
                        "not a model",
                        "predict --model nothing fine",
                        "nothing: required config.json",
                        "found neither"),
                mistake(
                        "a model of the hub without a network",
                        "predict --model hf:org/x fine",
                        "hf:org/x",
                        "no connection"),
                mistake("a hub's name alone", "finetune --out new --init org/x", "org/x", "with hf:"),
                mistake(
                        "a kind of model that is not known",
                        "predict --model strange fine",
                        "strange/config.json",
                        "found \"gpt2\"; such a model is not supported"),
                mistake(
                        "another tokenizer for an encoder",
                        "pretrain --out new --corpus words.txt --init run --tokenizer other.json",
                        "--tokenizer other.json",
                        "leave --tokenizer out"),
                mistake("a file for a model", "predict --model run/metrics.jsonl fine", "found a file"),
                mistake("no predictions", "compare run nothing", "predictions-dev.jsonl", "--evaluate --data"));
    }

    static List<Mistake> distillation() {
        return List.of(
                mistake("no teacher", "distill --teacher lost --out new", "lost", "found nothing", "check the path"),
                mistake("a damaged teacher", "distill --teacher damaged --out new", "model.safetensors changed"),
                mistake("no student", "distill --teacher run --student lost --out new", "lost", "found nothing"),
                mistake(
                        "a student with a shape of its own",
                        "distill --teacher run --student run --layers 2 --out new",
                        "run/best decides the shape"),
                mistake(
                        "labels the teacher does not know",
                        "distill --teacher run --data grades --out new",
                        "grades/train.tsv:2",
                        "negative, positive",
                        "'good'"),
                mistake(
                        "another loss",
                        "distill --teacher run --label-smoothing 0.1 --out new",
                        "label smoothing 0.1",
                        "leave them out"),
                mistake(
                        "a teacher without logits",
                        "distill --teacher base --out new",
                        "base",
                        "Transformer classifier"),
                mistake("no heat", "distill --teacher run --temperature 0 --out new", "(0, 1000]", "found 0.0"),
                mistake("too much of the teacher", "distill --teacher run --alpha 1.5 --out new", "[0, 1]", "1.5"),
                mistake(
                        "no texts",
                        "distill --teacher run --unlabelled lost.txt --out new",
                        "lost.txt",
                        "found nothing"),
                mistake(
                        "texts that teach nothing",
                        "distill --teacher run --unlabelled words.txt --alpha 0 --out new",
                        "--alpha 0",
                        "leave --unlabelled out"),
                mistake("a run already there", "distill --teacher run --out run", "choose another --out"));
    }

    static List<Mistake> weights() {
        return List.of(
                mistake("nothing to inspect", "inspect nowhere", "nowhere", "found nothing", "check the path"),
                mistake("no weights to inspect", "inspect run/metrics.jsonl", "pickle", "safetensors", "another file"),
                mistake("code in a pickle", "inspect hostile.pkl", "REDUCE at offset 24", "'os.system'"),
                mistake(
                        "code in a state of training",
                        "import haiku --state hostile.pkl --tokenizer run/tokenizer.json --out new",
                        "REDUCE at offset 24",
                        "'os.system'"),
                mistake(
                        "no pickle",
                        "import haiku --state header/train.tsv --tokenizer run/tokenizer.json --out new",
                        "SETITEM at offset 0",
                        "protocol 2 to 5"),
                mistake(
                        "another model there",
                        "import haiku --state hostile.pkl --tokenizer run/tokenizer.json --out run",
                        "run: required a directory that is new or empty"),
                mistake(
                        "a graph's file, not its folder",
                        "export onnx --model run --out model.onnx",
                        "model.onnx: required a directory, in which the graph is model.onnx",
                        "leave the ending out"),
                mistake(
                        "a graph where a model is",
                        "export onnx --model run --out run",
                        "run: required a directory that is new or empty"),
                mistake(
                        "positions for the tutorial's code",
                        "export haiku --model run --out new",
                        "without positions",
                        "found sinusoidal",
                        "--positions none"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"usage", "options", "data", "directories", "distillation", "weights"})
    void endsWithOneLineThatHelps(Mistake mistake) throws IOException, InterruptedException {
        Result result = program.run(
                Pattern.compile(" ").splitAsStream(mistake.arguments()).toList());
        assertThat(result.exitCode()).as(result.errors()).isEqualTo(BAD_INPUT);
        assertThat(result.messages())
                .singleElement()
                .asString()
                .startsWith("valence: ")
                .contains(mistake.says())
                .doesNotContain("Exception");
        assertThat(result.output()).isEmpty();
        assertThat(folder.resolve("new")).doesNotExist();
    }

    @Test
    void dataThatMustBeFetchedSaysWhatToDoOffline() throws IOException, InterruptedException {
        Result result = program.run("finetune", "--out", "new", "--data", "sst2");
        assertThat(result.exitCode()).as(result.errors()).isEqualTo(BAD_INPUT);
        assertThat(result.messages())
                .singleElement()
                .asString()
                .startsWith("valence: ")
                .contains("no connection", "by hand");
    }

    @Test
    void debugAddsTheStackTrace() throws IOException, InterruptedException {
        Result result = program.run("predict", "--model", "damaged", "--debug", "fine");
        assertThat(result.exitCode()).isEqualTo(BAD_INPUT);
        assertThat(result.messages()).anyMatch(line -> line.startsWith("\tat dev.valence."));
    }
}
