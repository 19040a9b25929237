namespace ReasoningGrains.Bench.Questions.Reasoning;

/// <summary>A share of cases with its 95 % interval (Wilson, JASA 22, 1927).</summary>
/// <param name="Share">0 to 1.</param>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
internal readonly record struct Proportion(double Share, double Low, double High)
{
    private const double Z = 1.959964;

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

    public override string ToString() => $"{100 * Share:f1} ({100 * Low:f1}-{100 * High:f1})";
}
