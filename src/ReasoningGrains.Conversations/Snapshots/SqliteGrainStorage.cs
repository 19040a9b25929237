using Microsoft.Data.Sqlite;
using Orleans.Runtime;
using Orleans.Storage;

namespace ReasoningGrains.Conversations.Snapshots;

/// <summary>
/// Orleans' grain state in one SQLite file, with etags. What is kept here can be made again from the journal, so a write survives the loss of the process
/// but need not survive that of the machine's power (<c>synchronous=NORMAL</c>).
/// </summary>
internal sealed class SqliteGrainStorage : IGrainStorage
{
    private readonly string connectionString;
    private readonly IGrainStorageSerializer serializer;

    /// <param name="path">The file; made when missing.</param>
    /// <param name="serializer">Of the states.</param>
    public SqliteGrainStorage(string path, IGrainStorageSerializer serializer)
    {
        this.serializer = serializer;
        connectionString = new SqliteConnectionStringBuilder { DataSource = path, DefaultTimeout = 10 }.ToString();
        using var connection = Open();
        using var command = Command(connection, "PRAGMA journal_mode = WAL; CREATE TABLE IF NOT EXISTS state (grain TEXT NOT NULL, name TEXT NOT NULL, etag INTEGER NOT NULL, payload BLOB NOT NULL, PRIMARY KEY (grain, name)) WITHOUT ROWID;");
        command.ExecuteNonQuery();
    }

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await using var connection = Open();
        await using var command = Command(connection, "SELECT etag, payload FROM state WHERE grain = $grain AND name = $name", grainId, stateName);
        await using var reader = await command.ExecuteReaderAsync();
        if (await reader.ReadAsync())
        {
            grainState.ETag = reader.GetInt64(0).ToString(System.Globalization.CultureInfo.InvariantCulture);
            grainState.State = serializer.Deserialize<T>(new BinaryData((byte[])reader[1]));
            grainState.RecordExists = true;
        }
        else
        {
            (grainState.ETag, grainState.State, grainState.RecordExists) = (null!, Activator.CreateInstance<T>(), false);
        }
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await using var connection = Open();
        await using var command = Command(
            connection,
            grainState.ETag is null
                ? "INSERT INTO state VALUES ($grain, $name, 1, $payload) ON CONFLICT DO NOTHING RETURNING etag"
                : "UPDATE state SET etag = etag + 1, payload = $payload WHERE grain = $grain AND name = $name AND etag = $etag RETURNING etag",
            grainId,
            stateName,
            grainState.ETag);
        command.Parameters.AddWithValue("$payload", serializer.Serialize(grainState.State).ToArray());
        var etag = await command.ExecuteScalarAsync() ?? throw Conflict(grainId, grainState.ETag);
        (grainState.ETag, grainState.RecordExists) = (etag.ToString()!, true);
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await using var connection = Open();
        await using var command = Command(connection, "DELETE FROM state WHERE grain = $grain AND name = $name AND etag = $etag", grainId, stateName, grainState.ETag);
        if (await command.ExecuteNonQueryAsync() == 0 && grainState.ETag is not null)
        {
            throw Conflict(grainId, grainState.ETag);
        }

        (grainState.ETag, grainState.State, grainState.RecordExists) = (null!, Activator.CreateInstance<T>(), false);
    }

    private static InconsistentStateException Conflict(GrainId grain, string? etag)
        => new($"The state of {grain} is not at version {etag ?? "none"} any more: another activation wrote it.", "another", etag ?? "none");

    private static SqliteCommand Command(SqliteConnection connection, string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql, GrainId grain, string name, string? etag = null)
    {
        var command = Command(connection, sql);
        command.Parameters.AddWithValue("$grain", grain.ToString());
        command.Parameters.AddWithValue("$name", name);
        if (etag is not null)
        {
            command.Parameters.AddWithValue("$etag", long.Parse(etag, System.Globalization.CultureInfo.InvariantCulture));
        }
        else if (sql.Contains("$etag", StringComparison.Ordinal))
        {
            command.Parameters.AddWithValue("$etag", 0L);
        }

        return command;
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        using var pragma = Command(connection, "PRAGMA synchronous = NORMAL;");
        pragma.ExecuteNonQuery();
        return connection;
    }
}
