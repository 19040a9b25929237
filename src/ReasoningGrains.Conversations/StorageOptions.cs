namespace ReasoningGrains.Conversations;

/// <summary>Where conversations are kept (<c>Storage:…</c>).</summary>
public sealed class StorageOptions
{
    public const string Sqlite = "sqlite";
    public const string RedisKind = "redis";

    /// <summary><c>sqlite</c>: one file in <see cref="Directory"/>. <c>redis</c>: the server of <see cref="Redis"/>, shared by all silos.</summary>
    public string Kind { get; set; } = Sqlite;

    /// <summary>Folder of the SQLite file; made when missing.</summary>
    public string Directory { get; set; } = "data";

    /// <summary>Where Redis listens, e.g. <c>localhost:6379</c>.</summary>
    public string? Redis { get; set; }

    /// <exception cref="ArgumentException">A setting has a value that is not allowed; the message names it.</exception>
    public void Validate()
    {
        if (Kind is not (Sqlite or RedisKind))
        {
            throw new ArgumentException($"Storage:Kind is '{Kind}'; allowed are {Sqlite} and {RedisKind}.");
        }

        if (Kind == Sqlite && string.IsNullOrWhiteSpace(Directory))
        {
            throw new ArgumentException("Storage:Directory is empty; it must name a folder.");
        }

        if (Kind == RedisKind && string.IsNullOrWhiteSpace(Redis))
        {
            throw new ArgumentException("Storage:Redis is not set; with Storage:Kind redis it must name the server, e.g. localhost:6379.");
        }
    }
}
