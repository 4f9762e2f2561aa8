package dev.valence.internal.baseline;

import dev.valence.ReferenceJson;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Results of scikit-learn on a few sentences, see tools/reference/baseline_small.py. */
final class TfidfReference {
    final List<String> texts;
    final List<String> labels;
    final List<String> unseen;
    final List<String> vocabulary;
    final double[] idf;
    final double[][] rows;
    final double[][] unseenRows;
    final ReferenceJson fits;

    private TfidfReference(ReferenceJson reference) {
        this.texts = reference.get("texts").strings();
        this.labels = reference.get("labels").strings();
        this.unseen = reference.get("unseen").strings();
        this.vocabulary = reference.get("vocabulary").strings();
        this.idf = reference.get("idf").numbers();
        this.rows = matrix(reference.get("rows"));
        this.unseenRows = matrix(reference.get("unseen_rows"));
        this.fits = reference.get("fits");
    }

    static TfidfReference read() throws IOException {
        return new TfidfReference(resource("tfidf.json"));
    }

    static ReferenceJson resource(String name) throws IOException {
        try {
            return ReferenceJson.read(
                    Path.of(TfidfReference.class.getResource(name).toURI()));
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    static double[][] matrix(ReferenceJson rows) {
        return rows.list().stream().map(ReferenceJson::numbers).toArray(double[][]::new);
    }

    /** Rows as dense ones. */
    static double[][] dense(SparseRows rows) {
        double[][] dense = new double[rows.rows()][rows.width()];
        for (int row = 0; row < dense.length; row++) {
            for (int i = rows.start(row); i < rows.end(row); i++) {
                dense[row][rows.columns()[i]] += rows.values()[i];
            }
        }
        return dense;
    }

    /** Dense rows without their zeros. */
    static SparseRows sparse(double[][] dense) {
        int[] offsets = new int[dense.length + 1];
        int[] columns = new int[dense.length * dense[0].length];
        double[] values = new double[columns.length];
        int end = 0;
        for (int row = 0; row < dense.length; row++) {
            for (int column = 0; column < dense[row].length; column++) {
                if (dense[row][column] != 0) {
                    columns[end] = column;
                    values[end++] = dense[row][column];
                }
            }
            offsets[row + 1] = end;
        }
        return new SparseRows(dense[0].length, offsets, Arrays.copyOf(columns, end), Arrays.copyOf(values, end));
    }
}
