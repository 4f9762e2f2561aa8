package dev.valence.internal.baseline;

/** A sum that keeps what rounding would lose (Kahan 1965). */
final class CompensatedSum {
    private double total;
    private double lost;

    void add(double term) {
        double corrected = term - lost;
        double next = total + corrected;
        lost = (next - total) - corrected;
        total = next;
    }

    double total() {
        return total;
    }
}
