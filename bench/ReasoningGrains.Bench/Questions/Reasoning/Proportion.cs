namespace ReasoningGrains.Bench.Questions.Reasoning;

/// <summary>A share of cases with its 95 % interval: Wilson's (JASA 22, 1927) of cases that do not depend on each other, Student's of groups of cases that do.</summary>
/// <param name="Share">0 to 1.</param>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
internal readonly record struct Proportion(double Share, double Low, double High)
{
    private const double Z = 1.959964;
    private static readonly double[] Quantiles = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228];

    /// <param name="share">Mean over the cases, each 0 to 1.</param>
    /// <param name="cases">At least one.</param>
    public static Proportion Of(double share, int cases)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(cases, 1);
        var square = Z * Z / cases;
        var centre = (share + (square / 2)) / (1 + square);
        var half = Z * Math.Sqrt((share * (1 - share) / cases) + (square / (4 * cases))) / (1 + square);
        return new Proportion(share, Math.Max(0, centre - half), Math.Min(1, centre + half));
    }

    public static Proportion Of(IReadOnlyCollection<bool> right) => Of(right.Count(r => r) / (double)right.Count, right.Count);

    /// <summary>Of groups of equal size whose cases depend on each other, as questions about one conversation do: the interval is that of the mean of their shares.</summary>
    /// <param name="shares">Of each group; at least two.</param>
    public static Proportion OfGroups(IReadOnlyCollection<double> shares)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(shares.Count, 2);
        var mean = shares.Average();
        var half = Student(shares.Count - 1) * Math.Sqrt(shares.Sum(s => (s - mean) * (s - mean)) / (shares.Count - 1) / shares.Count);
        return new Proportion(mean, Math.Max(0, mean - half), Math.Min(1, mean + half));
    }

    /// <summary>The 97.5 % quantile of Student's distribution; beyond the table that of the normal one by its first term (Abramowitz and Stegun 26.7.5).</summary>
    private static double Student(int freedom)
        => freedom <= Quantiles.Length ? Quantiles[freedom - 1] : Z + (((Z * Z * Z) + Z) / (4 * freedom));

    public override string ToString() => $"{100 * Share:f1} ({100 * Low:f1}-{100 * High:f1})";
}
