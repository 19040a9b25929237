using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ReasoningGrains.Models.Hub;

/// <summary>What the content of a file must hash to: SHA-256 for large files (LFS), git's own hash of a blob for the others.</summary>
/// <param name="Kind">Which hash.</param>
/// <param name="Hex">In lower case.</param>
public sealed record Checksum(ChecksumKind Kind, string Hex)
{
    /// <summary>From a SHA-256 or git id, or an entity tag that holds one; null when it is neither.</summary>
    public static Checksum? Find(string? text)
    {
        var hex = (text?.StartsWith("W/", StringComparison.Ordinal) == true ? text[2..] : text)?.Trim('"').ToLowerInvariant();
        return hex is null || !hex.All(char.IsAsciiHexDigit) ? null : hex.Length switch
        {
            64 => new Checksum(ChecksumKind.Sha256, hex),
            40 => new Checksum(ChecksumKind.GitBlob, hex),
            _ => null,
        };
    }

    /// <summary>Whether the file at that path has this hash.</summary>
    public async Task<bool> Matches(string path, CancellationToken cancellation)
    {
        await using var file = File.OpenRead(path);
        using var hash = IncrementalHash.CreateHash(Kind == ChecksumKind.Sha256 ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA1);
        if (Kind == ChecksumKind.GitBlob)
        {
            // git-scm.com/book/en/v2/Git-Internals-Git-Objects: a header stands before the content.
            hash.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"blob {file.Length}\0")));
        }

        var buffer = new byte[1 << 20];
        while (await file.ReadAsync(buffer, cancellation) is var read and > 0)
        {
            hash.AppendData(buffer.AsSpan(0, read));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset()) == Hex;
    }

    public override string ToString() => Kind == ChecksumKind.Sha256 ? $"SHA-256 {Hex}" : $"git SHA-1 {Hex}";
}

/// <summary>The hashes that a host names.</summary>
public enum ChecksumKind
{
    /// <summary>SHA-256 of the content.</summary>
    Sha256,

    /// <summary>SHA-1 of git's blob header and the content.</summary>
    GitBlob,
}
