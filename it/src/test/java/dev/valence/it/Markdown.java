package dev.valence.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A Markdown file's fenced blocks of code, and its links. */
final class Markdown {
    private static final String FENCE = "```";
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)[^)]*\\)");

    private final List<String> lines;

    private Markdown(List<String> lines) {
        this.lines = lines;
    }

    static Markdown read(Path file) throws IOException {
        return new Markdown(Files.readAllLines(file));
    }

    /** Lines of all blocks in a language, in the order in which they stand. */
    List<String> code(String language) {
        return blocks(language).stream().flatMap(List::stream).toList();
    }

    /** The blocks in a language, each as its lines. */
    List<List<String>> blocks(String language) {
        List<List<String>> blocks = new ArrayList<>();
        boolean inside = false;
        for (String line : lines) {
            if (line.startsWith(FENCE)) {
                inside = line.equals(FENCE + language);
                if (inside) {
                    blocks.add(new ArrayList<>());
                }
            } else if (inside) {
                blocks.get(blocks.size() - 1).add(line);
            }
        }
        return blocks;
    }

    /** All lines outside fenced blocks. */
    String prose() {
        StringBuilder prose = new StringBuilder();
        boolean inside = false;
        for (String line : lines) {
            if (line.startsWith(FENCE)) {
                inside = !inside;
            } else if (!inside) {
                prose.append(line).append('\n');
            }
        }
        return prose.toString();
    }

    /** What links lead to, but for those to other sites. */
    List<String> localLinks() {
        return lines.stream()
                .flatMap(line -> LINK.matcher(line).results())
                .map(match -> match.group(1))
                .filter(link -> !link.contains("://"))
                .toList();
    }
}
