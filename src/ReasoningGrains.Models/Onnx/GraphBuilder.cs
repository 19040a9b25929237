using Google.Protobuf;
using ReasoningGrains.Models.Onnx.Proto;

namespace ReasoningGrains.Models.Onnx;

/// <summary>Collects the nodes, inputs and initializers of an ONNX graph.</summary>
internal sealed class GraphBuilder(ExternalData external)
{
    /// <summary>ONNX Runtime's own operators.</summary>
    public const string Microsoft = "com.microsoft";

    /// <summary>The operators that this project registers.</summary>
    public const string Own = "reasoninggrains";

    private readonly OnnxGraph graph = new() { Name = "decoder" };
    private int nodes;

    public void Input(string name, OnnxTensor.Types.Element element, params string[] shape) => graph.Input.Add(Value(name, element, shape));

    public void Output(string name, OnnxTensor.Types.Element element, params string[] shape) => graph.Output.Add(Value(name, element, shape));

    /// <summary>Adds a node with one output and returns that output's name.</summary>
    public string Node(string op, string domain, string[] inputs, params OnnxAttribute[] attributes) => Node(op, domain, inputs, [$"{op}_{nodes}"], attributes)[0];

    /// <summary>Adds a node with named outputs; an empty name leaves an optional output out.</summary>
    public string[] Node(string op, string domain, string[] inputs, string[] outputs, params OnnxAttribute[] attributes)
    {
        var node = new OnnxNode { OpType = op, Domain = domain, Name = $"{op}_{nodes++}" };
        node.Input.AddRange(inputs);
        node.Output.AddRange(outputs);
        node.Attribute.AddRange(attributes);
        graph.Node.Add(node);
        return outputs;
    }

    /// <summary>An output name that no other node has.</summary>
    public string Fresh(string stem) => $"{stem}_{nodes}";

    /// <summary>A small float tensor, kept in the graph itself.</summary>
    public string Floats(string name, ReadOnlySpan<float> values, params long[] shape) => Inline(name, OnnxTensor.Types.Element.Float, System.Runtime.InteropServices.MemoryMarshal.AsBytes(values), shape);

    /// <summary>A small integer tensor, kept in the graph itself; the same name twice is the same tensor.</summary>
    public string Integers(string name, params long[] values)
        => graph.Initializer.Any(i => i.Name == name) ? name : Inline(name, OnnxTensor.Types.Element.Int64, System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()), values.Length);

    /// <summary>A tensor whose bytes lie in the external file.</summary>
    public string External(string name, OnnxTensor.Types.Element element, ExternalRange range, params long[] shape)
    {
        var tensor = new OnnxTensor { Name = name, DataType = element, DataLocation = OnnxTensor.Types.Location.External };
        tensor.Dims.AddRange(shape);
        tensor.ExternalData.Add(new OnnxEntry { Key = "location", Value = external.FileName });
        tensor.ExternalData.Add(new OnnxEntry { Key = "offset", Value = range.Offset.ToString(System.Globalization.CultureInfo.InvariantCulture) });
        tensor.ExternalData.Add(new OnnxEntry { Key = "length", Value = range.Length.ToString(System.Globalization.CultureInfo.InvariantCulture) });
        graph.Initializer.Add(tensor);
        return name;
    }

    /// <summary>The finished model as an ONNX file's bytes.</summary>
    public byte[] Build()
    {
        var model = new OnnxModel { IrVersion = 10, ProducerName = "ReasoningGrains", Graph = graph };
        model.OpsetImport.Add(new OnnxOperatorSet { Domain = "", Version = 21 });
        model.OpsetImport.Add(new OnnxOperatorSet { Domain = Microsoft, Version = 1 });
        model.OpsetImport.Add(new OnnxOperatorSet { Domain = Own, Version = 1 });
        return model.ToByteArray();
    }

    public static OnnxAttribute Attribute(string name, long value) => new() { Name = name, I = value, Type = OnnxAttribute.Types.Kind.Int };

    public static OnnxAttribute Attribute(string name, float value) => new() { Name = name, F = value, Type = OnnxAttribute.Types.Kind.Float };

    private static OnnxValueInfo Value(string name, OnnxTensor.Types.Element element, string[] shape)
    {
        var dimensions = new OnnxShape();
        foreach (var dimension in shape)
        {
            dimensions.Dim.Add(long.TryParse(dimension, out var fixedSize) ? new OnnxDimension { DimValue = fixedSize } : new OnnxDimension { DimParam = dimension });
        }

        return new OnnxValueInfo { Name = name, Type = new OnnxType { TensorType = new OnnxTensorType { ElemType = element, Shape = dimensions } } };
    }

    private string Inline(string name, OnnxTensor.Types.Element element, ReadOnlySpan<byte> bytes, params long[] shape)
    {
        var tensor = new OnnxTensor { Name = name, DataType = element, RawData = ByteString.CopyFrom(bytes) };
        tensor.Dims.AddRange(shape);
        graph.Initializer.Add(tensor);
        return name;
    }
}
