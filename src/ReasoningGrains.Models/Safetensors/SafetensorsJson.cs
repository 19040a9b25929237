using System.Text.Json.Serialization;

namespace ReasoningGrains.Models.Safetensors;

internal sealed record SafetensorsEntry(
    [property: JsonPropertyName("dtype"), JsonRequired] string Type,
    [property: JsonPropertyName("shape"), JsonRequired] long[] Shape,
    [property: JsonPropertyName("data_offsets"), JsonRequired] long[] Offsets);

internal sealed record SafetensorsIndex([property: JsonPropertyName("weight_map"), JsonRequired] Dictionary<string, string> WeightMap);

[JsonSerializable(typeof(SafetensorsEntry))]
[JsonSerializable(typeof(SafetensorsIndex))]
[JsonSourceGenerationOptions(RespectNullableAnnotations = true)]
internal sealed partial class SafetensorsJson : JsonSerializerContext;
