namespace ReasoningGrains.Models.Gguf;

/// <summary>How a file orders the rows of a tensor.</summary>
internal interface IRowOrder
{
    /// <summary>Index in the file of a row counted as Hugging Face does.</summary>
    int Stored(int row);

    /// <summary>Puts a bias, which is one row, into Hugging Face's order.</summary>
    void ReorderVector(int rows, Span<float> values);
}

internal sealed class SameOrder : IRowOrder
{
    public static readonly SameOrder Instance = new();

    public int Stored(int row) => row;

    public void ReorderVector(int rows, Span<float> values)
    {
    }
}

/// <summary>Architecture <c>llama</c> stores queries and keys for interleaved rotation: within a head, file row 2i is row i and 2i + 1 is row i + headDim / 2.</summary>
internal sealed class InterleavedHeads(int headDim) : IRowOrder
{
    public int Stored(int row)
    {
        var (head, within, half) = (row / headDim, row % headDim, headDim / 2);
        return (head * headDim) + (within < half ? 2 * within : (2 * (within - half)) + 1);
    }

    public void ReorderVector(int rows, Span<float> values)
    {
        if (rows > 1)
        {
            return;
        }

        var stored = values.ToArray();
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = stored[Stored(i)];
        }
    }
}
