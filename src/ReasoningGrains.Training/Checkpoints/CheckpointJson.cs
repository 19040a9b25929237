using System.Text.Json.Serialization;
using ReasoningGrains.Training.Running;

namespace ReasoningGrains.Training.Checkpoints;

[JsonSerializable(typeof(TrainingPosition))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class CheckpointJson : JsonSerializerContext;
