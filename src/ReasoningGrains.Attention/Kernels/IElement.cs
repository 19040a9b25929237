namespace ReasoningGrains.Attention.Kernels;

/// <summary>
/// The element type of keys and values in a block, and the two products of attention over it. Both have the form <c>Σ_i left[r, i] · right[i, c]</c>: of queries and keys
/// (i: element of a head, c: token), and of weights and values (i: token, c: element of a head).
/// </summary>
internal unsafe interface IElement
{
    static abstract int Bytes { get; }

    /// <summary>Index of the element in row i and column c of a matrix with so many columns.</summary>
    static abstract int Index(int i, int c, int columns);

    /// <summary>Loads consecutive columns of row i.</summary>
    static abstract TLanes Load<TLanes>(byte* matrix, int i, int c, int columns)
        where TLanes : unmanaged, ILanes<TLanes>;

    /// <summary>The scale that a vector of this magnitude is kept with.</summary>
    static abstract float Scale(float magnitude);

    /// <summary>Stores value / scale.</summary>
    static abstract void Store(byte* destination, int index, float value, float inverseScale);

    /// <summary>Bytes of so many elements of the left side, prepared.</summary>
    static abstract int PreparedBytes(int elements);

    /// <summary>Brings rows of the left side into the form that the product takes.</summary>
    /// <param name="left">[rows, count], rows <paramref name="stride"/> floats apart.</param>
    /// <param name="stride">Floats from one row to the next.</param>
    /// <param name="count">Elements of a row that count; up to the stride the others become 0.</param>
    /// <param name="rows">How many.</param>
    /// <param name="magnitudes">[rows]: none of a row's elements is greater by magnitude.</param>
    /// <param name="prepared">[rows, stride].</param>
    static abstract void Prepare<TLanes>(float* left, int stride, int count, int rows, float* magnitudes, byte* prepared)
        where TLanes : unmanaged, ILanes<TLanes>;

    /// <summary>product[r, c] = Σ_i left[r, i] · right[i, c] · scales[c].</summary>
    /// <param name="prepared">The left side: [rows, stride].</param>
    /// <param name="stride">Elements from one of its rows to the next.</param>
    /// <param name="magnitudes">[rows]: as they were prepared with.</param>
    /// <param name="right">Addresses of the matrices that follow each other on the right side.</param>
    /// <param name="height">Rows of each of them.</param>
    /// <param name="count">Rows over all of them; at most <see cref="MostRows"/>.</param>
    /// <param name="columns">Their columns.</param>
    /// <param name="scales">[columns], or null for 1.</param>
    /// <param name="product">[rows, columns], rows <paramref name="productStride"/> floats apart.</param>
    /// <param name="productStride">Floats from one row to the next.</param>
    /// <param name="rows">How many.</param>
    static abstract void Multiply<TLanes>(byte* prepared, int stride, float* magnitudes, nint* right, int height, int count, int columns, float* scales, float* product, int productStride, int rows)
        where TLanes : unmanaged, ILanes<TLanes>;

    /// <summary>Rows of the right side that a product may sum over.</summary>
    static abstract int MostRows { get; }
}
