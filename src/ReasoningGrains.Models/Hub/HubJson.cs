using System.Text.Json;
using System.Text.Json.Serialization;

namespace ReasoningGrains.Models.Hub;

/// <summary>The part of <c>/api/models/REPO?blobs=true</c> that a pull needs.</summary>
internal sealed record RepositoryJson
{
    public string? Sha { get; init; }

    public IReadOnlyList<SiblingJson>? Siblings { get; init; }

    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>What the author wrote at the head of the README: of any shape.</summary>
    [JsonPropertyName("cardData")]
    public JsonElement CardData { get; init; }

    public string? License => CardLicense() ?? Tags?.FirstOrDefault(t => t?.StartsWith("license:", StringComparison.Ordinal) == true)?["license:".Length..];

    private string? CardLicense()
    {
        if (CardData.ValueKind != JsonValueKind.Object || !CardData.TryGetProperty("license", out var license))
        {
            return null;
        }

        var names = license.ValueKind == JsonValueKind.Array ? license.EnumerateArray().ToArray() : [license];
        var text = string.Join(", ", names.Where(n => n.ValueKind == JsonValueKind.String).Select(n => n.GetString()));
        return text.Length > 0 ? text : null;
    }
}

internal sealed record SiblingJson
{
    public required string Rfilename { get; init; }

    public long? Size { get; init; }

    [JsonPropertyName("blobId")]
    public string? BlobId { get; init; }

    public LfsJson? Lfs { get; init; }

    // The blob of a large file is its pointer, so its id says nothing about the content.
    public HubFile File => new(Rfilename, Lfs?.Size ?? Size, Checksum.Find(Lfs is null ? BlobId : Lfs.Sha256));
}

internal sealed record LfsJson
{
    public string? Sha256 { get; init; }

    public long? Size { get; init; }
}

[JsonSerializable(typeof(RepositoryJson))]
[JsonSerializable(typeof(ModelCard))]
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true)]
internal sealed partial class HubJson : JsonSerializerContext;
