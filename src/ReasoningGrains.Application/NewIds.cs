using System.Security.Cryptography;
using System.Text;

namespace ReasoningGrains.Application;

/// <summary>Ids that name their kind. They are lower-case hexadecimal after the prefix, so an underscore separates.</summary>
public static class NewIds
{
    private const int Bytes = 12;

    /// <summary>A new id, unguessable.</summary>
    public static string Create(string prefix) => prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>The same id for the same key of the same caller: what makes a retried request find its first run.</summary>
    public static string Derive(string prefix, Caller caller, string key)
        => prefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{prefix}\n{caller.Key}\n{key}")).AsSpan(0, Bytes));
}
