namespace ReasoningGrains.Inference.Onnx;

/// <summary>The call of an operator for one node: its matrices.</summary>
/// <param name="context">ONNX Runtime's kernel context.</param>
internal readonly unsafe struct OperatorCall(nint context)
{
    public nint Context => context;

    /// <summary>An input [rows, columns] of the elements that the operator declares.</summary>
    public Matrix<T> Input<T>(int index)
        where T : unmanaged
    {
        nint value, shape;
        OrtNative.Check(OrtNative.GetInput(context, (nuint)index, &value));
        OrtNative.Check(OrtNative.GetShape(value, &shape));
        var dimensions = stackalloc long[2];
        var status = OrtNative.GetDimensions(shape, dimensions, 2);
        OrtNative.ReleaseShape(shape);
        OrtNative.Check(status);
        return new Matrix<T>((T*)Data(value), (int)dimensions[0], (int)dimensions[1]);
    }

    /// <summary>The output, made with this shape.</summary>
    public Matrix<float> Output(int rows, int columns)
    {
        nint value;
        var dimensions = stackalloc long[2] { rows, columns };
        OrtNative.Check(OrtNative.GetOutput(context, 0, dimensions, 2, &value));
        return new Matrix<float>((float*)Data(value), rows, columns);
    }

    private static void* Data(nint value)
    {
        void* data;
        OrtNative.Check(OrtNative.GetData(value, &data));
        return data;
    }
}

/// <summary>A matrix in ONNX Runtime's memory.</summary>
internal readonly unsafe struct Matrix<T>(T* data, int rows, int columns)
    where T : unmanaged
{
    public int Rows => rows;

    public int Columns => columns;

    /// <summary>All of it, row by row.</summary>
    public Span<T> Span => new(data, rows * columns);

    /// <summary>Where a row begins.</summary>
    public T* Address(int row) => data + ((long)row * columns);

    /// <summary>What follows an element, the rows after its own too.</summary>
    public Span<T> From(int row, int column) => Span[((row * columns) + column)..];

    public Span<T> Row(int row) => new(Address(row), columns);
}
