namespace ReasoningGrains.Models.Weights;

/// <summary>
/// A weight of the model under its Hugging Face name (<c>model.layers.0.self_attn.q_proj.weight</c>), as a row-major matrix
/// [<see cref="Rows"/>, <see cref="Columns"/>]; a vector has one row. Rows are read on demand from the mapped file; what a file format does to
/// the order of rows (GGUF permutes Llama's queries and keys) is undone here.
/// </summary>
public abstract class WeightTensor
{
    public abstract string Name { get; }

    public abstract int Rows { get; }

    public abstract int Columns { get; }

    /// <summary>The element type in the file, in its own spelling: <c>F32</c>, <c>BF16</c>, <c>Q4_1</c>.</summary>
    public abstract string Type { get; }

    /// <summary>The file holds floats; otherwise it is already quantized and must keep its bits.</summary>
    public abstract bool IsFloat { get; }

    /// <summary>Bits of a quantized value when the type is symmetric with blocks of 32 (Q4_0: 4, Q8_0: 8), else 0.</summary>
    public virtual int SymmetricBits => 0;

    /// <summary>The type has 4-bit values in blocks of 32 with an offset each (Q4_1, Q4_K).</summary>
    public virtual bool HasOffsetNibbles => false;

    /// <summary>Writes one row as float32.</summary>
    /// <param name="row">0 to <see cref="Rows"/> - 1.</param>
    /// <param name="destination">Exactly <see cref="Columns"/> values.</param>
    public abstract void ReadRow(int row, Span<float> destination);

    /// <summary>Writes one row of a symmetric type without rounding: <c>w[c] = values[c] · scales[c / 32]</c>.</summary>
    /// <param name="row">0 to <see cref="Rows"/> - 1.</param>
    /// <param name="values"><see cref="Columns"/> integers; -8 to 7 for 4 bits, -127 to 127 for 8.</param>
    /// <param name="scales">One per 32 columns.</param>
    public virtual void ReadSymmetricRow(int row, Span<sbyte> values, Span<float> scales)
        => throw new NotSupportedException($"{Name} has type {Type}, which is not symmetric with blocks of 32.");

    /// <summary>Writes one row of a type with offset nibbles without rounding: <c>w[c] = values[c] · scales[c / 32] + offsets[c / 32]</c>.</summary>
    /// <param name="row">0 to <see cref="Rows"/> - 1.</param>
    /// <param name="values"><see cref="Columns"/> integers, -8 to 7.</param>
    /// <param name="scales">One per 32 columns.</param>
    /// <param name="offsets">One per 32 columns.</param>
    public virtual void ReadOffsetRow(int row, Span<sbyte> values, Span<float> scales, Span<float> offsets)
        => throw new NotSupportedException($"{Name} has type {Type}, which has no 4-bit blocks of 32 with offsets.");
}
