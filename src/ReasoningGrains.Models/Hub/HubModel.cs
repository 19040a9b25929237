namespace ReasoningGrains.Models.Hub;

/// <summary>A repository at a host, with the files that were asked for.</summary>
/// <param name="Repository"><c>owner/name</c>.</param>
/// <param name="Commit">The commit that the host described, where it says.</param>
/// <param name="License">As its card says, e.g. <c>apache-2.0</c>; null when it says nothing.</param>
/// <param name="Files">To pull, in this order.</param>
public sealed record HubModel(string Repository, string? Commit, string? License, IReadOnlyList<HubFile> Files);

/// <summary>A file of a repository.</summary>
/// <param name="Name">Path inside the repository.</param>
/// <param name="Size">Bytes, where the host says.</param>
/// <param name="Checksum">Of its content, where the host says.</param>
public sealed record HubFile(string Name, long? Size, Checksum? Checksum);

/// <summary>How far a file has come.</summary>
/// <param name="File">Its name.</param>
/// <param name="Received">Bytes on disk.</param>
/// <param name="Total">Bytes in all, where known.</param>
public sealed record PullProgress(string File, long Received, long? Total);

/// <summary>A file that is in the store.</summary>
/// <param name="Name">Path inside the repository.</param>
/// <param name="Path">On this machine.</param>
/// <param name="Checked">What its content was checked against; null when the host names no hash and only the size was compared.</param>
/// <param name="WasThere">It was whole already and was not fetched.</param>
public sealed record PulledFile(string Name, string Path, Checksum? Checked, bool WasThere);
