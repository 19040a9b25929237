namespace ReasoningGrains.Models;

/// <summary>Rotary position embedding (RoFormer, arXiv 2104.09864), halves convention: element i pairs with i + headDim / 2.</summary>
/// <param name="Theta">Base of the geometric series of wavelengths.</param>
/// <param name="Llama3">Frequency scaling of Llama 3.1 and later, or null.</param>
public sealed record RopeConfig(float Theta, Llama3RopeScaling? Llama3 = null)
{
    /// <summary>Divides the angle of each pair, as GGUF files give it; null divides none.</summary>
    public IReadOnlyList<float>? Divisors { get; init; }

    /// <summary>Angle per position of each pair, in radians: <c>headDim / 2</c> values, fastest first.</summary>
    public double[] InverseFrequencies(int headDim)
    {
        var frequencies = new double[headDim / 2];
        for (var i = 0; i < frequencies.Length; i++)
        {
            var frequency = Math.Pow(Theta, -2.0 * i / headDim);
            frequencies[i] = (Llama3 is null ? frequency : Llama3.Scale(frequency)) / (Divisors is null ? 1 : Divisors[i]);
        }

        return frequencies;
    }
}
