using System.Text;

namespace ReasoningGrains.Models.Tokenizers.Normalizers;

/// <summary>Unicode normalization form C (UAX #15).</summary>
internal sealed class CanonicalComposition : INormalizer
{
    private readonly CanonicalData data = CanonicalData.Instance;

    public string Normalize(string text)
    {
        // Below U+0300 nothing combines.
        if (!text.AsSpan().ContainsAnyExceptInRange('\0', '\u02FF'))
        {
            return text;
        }

        List<int> points = new(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            Decompose(rune.Value, points);
        }

        Order(points);
        return Compose(points);
    }

    private void Decompose(int point, List<int> output)
    {
        if (Hangul.TryDecompose(point, output))
        {
            return;
        }

        if (!data.TryDecompose(point, out var parts))
        {
            output.Add(point);
            return;
        }

        foreach (var part in parts)
        {
            Decompose(part, output);
        }
    }

    private void Order(List<int> points)
    {
        for (var i = 0; i < points.Count; i++)
        {
            var start = i;
            while (i < points.Count && data.Class(points[i]) != 0)
            {
                i++;
            }

            if (i - start > 1)
            {
                var sorted = points.GetRange(start, i - start).OrderBy(data.Class).ToArray();
                for (var k = 0; k < sorted.Length; k++)
                {
                    points[start + k] = sorted[k];
                }
            }
        }
    }

    private string Compose(List<int> points)
    {
        List<int> output = new(points.Count);
        var starter = -1;
        var lastClass = 0;
        foreach (var point in points)
        {
            var pointClass = data.Class(point);
            var blocked = starter < 0 || (starter != output.Count - 1 && lastClass >= pointClass);
            if (!blocked && (Hangul.TryCompose(output[starter], point, out var composed) || data.TryCompose(output[starter], point, out composed)))
            {
                output[starter] = composed;
                continue;
            }

            if (pointClass == 0)
            {
                starter = output.Count;
            }

            lastClass = pointClass;
            output.Add(point);
        }

        var builder = new StringBuilder(output.Count);
        foreach (var point in output)
        {
            builder.Append(new Rune(point));
        }

        return builder.ToString();
    }
}
