using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace ReasoningGrains.Models.Tests.Hub;

/// <summary>A file of the fake host; a large one is described as LFS does.</summary>
internal sealed record FakeFile(byte[] Content, bool Large = true)
{
    /// <summary>What the description says instead of the truth.</summary>
    public string? Lie { get; init; }

    /// <summary>The description names neither hash nor size.</summary>
    public bool Silent { get; init; }

    public string Tag => $"\"{(Large ? Sha256 : GitBlob)}\"";

    // HubReferenceTests checks the code under test against sha256sum and git themselves.
    private string Sha256 => Convert.ToHexStringLower(SHA256.HashData(Content));

#pragma warning disable CA5350 // git names blobs so.
    private string GitBlob => Convert.ToHexStringLower(SHA1.HashData([.. Encoding.ASCII.GetBytes($"blob {Content.Length}\0"), .. Content]));
#pragma warning restore CA5350

    public static FakeFile Random(int length, int seed, bool large = true)
    {
        var content = new byte[length];
        new Random(seed).NextBytes(content);
        return new FakeFile(content, large);
    }

    public JsonObject Describe(string name) => Silent ? new() { ["rfilename"] = name } : new()
    {
        ["rfilename"] = name,
        ["size"] = Content.Length,
        ["blobId"] = Large ? new string('0', 40) : Lie ?? GitBlob,
        ["lfs"] = Large ? new JsonObject { ["sha256"] = Lie ?? Sha256, ["size"] = Content.Length } : null,
    };

    public void Describe(HttpResponse response) => response.Headers.ETag = Silent ? "\"v1\"" : Tag;

    /// <summary>Whole or a range, as ASP.NET Core serves files.</summary>
    public IResult Result(HttpContext context) => Results.Bytes(Content, "application/octet-stream", enableRangeProcessing: true, entityTag: new EntityTagHeaderValue(Silent ? "\"v1\"" : Tag));
}
