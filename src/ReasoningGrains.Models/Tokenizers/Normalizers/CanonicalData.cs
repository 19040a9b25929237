using System.Globalization;

namespace ReasoningGrains.Models.Tokenizers.Normalizers;

/// <summary>
/// The Unicode 14 canonical mappings, from <c>canonical.txt</c>: <c>C0=41 300</c> decomposes and composes, <c>340>300</c> only decomposes, <c>300-314:230</c> is a combining class.
/// Here because .NET normalizes nothing in globalization-invariant mode.
/// </summary>
internal sealed class CanonicalData
{
    private static readonly Lazy<CanonicalData> Loaded = new(() => new CanonicalData());
    private readonly Dictionary<int, int[]> decompositions = [];
    private readonly Dictionary<(int, int), int> compositions = [];
    private readonly Dictionary<int, byte> classes = [];

    private CanonicalData()
    {
        using var stream = typeof(CanonicalData).Assembly.GetManifestResourceStream("canonical.txt")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            var mark = line.AsSpan().IndexOfAny('=', '>', ':');
            var (key, value) = (line[..mark], line[(mark + 1)..]);
            if (line[mark] == ':')
            {
                AddClass(key.Split('-'), byte.Parse(value, CultureInfo.InvariantCulture));
                continue;
            }

            var parts = value.Split(' ').Select(CodePoint).ToArray();
            decompositions.Add(CodePoint(key), parts);
            if (line[mark] == '=')
            {
                compositions.Add((parts[0], parts[1]), CodePoint(key));
            }
        }
    }

    public static CanonicalData Instance => Loaded.Value;

    public bool TryDecompose(int codePoint, out int[] parts) => decompositions.TryGetValue(codePoint, out parts!);

    public bool TryCompose(int first, int second, out int composed) => compositions.TryGetValue((first, second), out composed);

    /// <summary>Canonical combining class; 0 for a starter.</summary>
    public byte Class(int codePoint) => classes.GetValueOrDefault(codePoint);

    private void AddClass(string[] range, byte value)
    {
        for (var codePoint = CodePoint(range[0]); codePoint <= CodePoint(range[1]); codePoint++)
        {
            classes.Add(codePoint, value);
        }
    }

    private static int CodePoint(string hex) => int.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
