package dev.valence.internal.report;

import dev.valence.internal.Resource;
import dev.valence.internal.files.WholeFile;
import dev.valence.internal.json.JsonValues;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One self-contained page: its style is inline, its figures are SVG, it runs no script and fetches nothing, which it
 * also forbids the browser. All text is escaped.
 */
final class ReportPage {
    private static final String STYLE = "report.css";
    private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'";

    private final String title;
    private final Markup body = new Markup();

    ReportPage(String title) {
        this.title = title;
        body.element("h1", title);
    }

    ReportPage lead(String text) {
        body.element("p", text, "class", "lead");
        return this;
    }

    ReportPage heading(String text) {
        body.element("h2", text);
        return this;
    }

    ReportPage subheading(String text) {
        body.element("h3", text);
        return this;
    }

    ReportPage note(String text) {
        body.element("p", text, "class", "note");
        return this;
    }

    ReportPage table(DataTable table) {
        body.open(
                "div",
                "class",
                "table",
                "tabindex",
                "0",
                "role",
                "region",
                "aria-label",
                table.header().get(0));
        body.open("table").open("thead").open("tr");
        table.header().forEach(cell -> body.element("th", cell, "scope", "col"));
        body.close("tr").close("thead").open("tbody");
        for (List<String> row : table.rows()) {
            body.open("tr");
            for (int i = 0; i < row.size(); i++) {
                if (i == 0) {
                    body.element("th", row.get(i), "scope", "row");
                } else {
                    body.element("td", row.get(i));
                }
            }
            body.close("tr");
        }
        body.close("tbody").close("table").close("div");
        return this;
    }

    /** Adds a list of names and values; a nested map follows under its name. */
    ReportPage definitions(Map<String, ?> values) {
        Map<String, Object> plain = new LinkedHashMap<>(values);
        plain.values().removeIf(Map.class::isInstance);
        list(plain);
        values.forEach((name, value) -> {
            if (value instanceof Map<?, ?> inner) {
                subheading(words(name));
                list(JsonValues.flat(inner));
            }
        });
        return this;
    }

    private void list(Map<String, ? extends @Nullable Object> values) {
        body.open("dl");
        values.forEach((name, value) -> body.open("div")
                .element("dt", words(name))
                .element("dd", String.valueOf(value))
                .close("div"));
        body.close("dl");
    }

    private static String words(String key) {
        return key.replace('_', ' ');
    }

    ReportPage commands(List<String> commands) {
        body.open("pre").element("code", String.join("\n", commands)).close("pre");
        return this;
    }

    /** Adds a legend of styles, in the order given. */
    ReportPage legend(Map<String, SeriesStyle> names) {
        body.open("ul", "class", "legend");
        names.forEach((name, style) -> {
            body.open("li").open("svg", "viewBox", "0 0 34 12", "width", "34", "height", "12", "aria-hidden", "true");
            body.open("g", "class", "series " + style.cssClass())
                    .empty("polyline", "points", "1,6 33,6")
                    .close("g");
            body.close("svg").element("span", name).close("li");
        });
        body.close("ul");
        return this;
    }

    /** Adds charts, next to each other if there is room. */
    ReportPage charts(List<? extends Chart> charts) {
        body.open("div", "class", "charts");
        for (Chart chart : charts) {
            body.open("figure").element("figcaption", chart.title());
            chart.draw(body);
            body.close("figure");
        }
        body.close("div");
        return this;
    }

    /** The whole document. */
    String html() {
        Markup page = new Markup();
        page.raw("<!DOCTYPE html>\n").open("html", "xmlns", "http://www.w3.org/1999/xhtml", "lang", "en");
        page.open("head").empty("meta", "charset", "utf-8");
        page.empty("meta", "http-equiv", "Content-Security-Policy", "content", POLICY);
        page.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        page.empty("meta", "name", "color-scheme", "content", "light dark");
        page.element("title", title);
        page.open("style")
                .raw("\n")
                .raw(Resource.text(ReportPage.class, STYLE))
                .close("style")
                .close("head");
        page.open("body").open("main").raw(body.toString()).close("main").close("body");
        return page.close("html").toString();
    }

    /** Writes the document, replacing an existing file as a whole. */
    void write(Path file) {
        WholeFile.write(file, html().getBytes(StandardCharsets.UTF_8));
    }
}
