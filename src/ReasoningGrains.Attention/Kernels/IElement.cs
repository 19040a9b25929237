namespace ReasoningGrains.Attention.Kernels;

/// <summary>The element type of keys and values in a block.</summary>
internal unsafe interface IElement
{
    static abstract int Bytes { get; }

    /// <summary>Loads a register from the element at an index.</summary>
    static abstract TLanes Load<TLanes>(byte* source, int index)
        where TLanes : unmanaged, ILanes<TLanes>;

    /// <summary>The scale that a vector of this magnitude is kept with.</summary>
    static abstract float Scale(float magnitude);

    /// <summary>Stores value / scale.</summary>
    static abstract void Store(byte* destination, int index, float value, float inverseScale);
}

internal readonly unsafe struct Int8Element : IElement
{
    public static int Bytes => sizeof(sbyte);

    public static TLanes Load<TLanes>(byte* source, int index)
        where TLanes : unmanaged, ILanes<TLanes> => TLanes.Load((sbyte*)source + index);

    public static float Scale(float magnitude) => magnitude / sbyte.MaxValue;

    public static void Store(byte* destination, int index, float value, float inverseScale)
        => ((sbyte*)destination)[index] = (sbyte)MathF.Round(value * inverseScale);
}

internal readonly unsafe struct Float32Element : IElement
{
    public static int Bytes => sizeof(float);

    public static TLanes Load<TLanes>(byte* source, int index)
        where TLanes : unmanaged, ILanes<TLanes> => TLanes.Load((float*)source + index);

    public static float Scale(float magnitude) => 1;

    public static void Store(byte* destination, int index, float value, float inverseScale) => ((float*)destination)[index] = value;
}
