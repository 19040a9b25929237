namespace ReasoningGrains.Conversations;

/// <summary>Where conversations are kept (<c>Storage:…</c>).</summary>
public sealed class StorageOptions
{
    /// <summary><c>sqlite</c>: one file in <see cref="Directory"/>.</summary>
    public string Kind { get; set; } = "sqlite";

    /// <summary>Folder of the SQLite file; made when missing.</summary>
    public string Directory { get; set; } = "data";

    /// <exception cref="ArgumentException">A setting has a value that is not allowed; the message names it.</exception>
    public void Validate()
    {
        if (Kind != "sqlite")
        {
            throw new ArgumentException($"Storage:Kind is '{Kind}'; allowed is sqlite.");
        }

        if (string.IsNullOrWhiteSpace(Directory))
        {
            throw new ArgumentException("Storage:Directory is empty; it must name a folder.");
        }
    }
}
