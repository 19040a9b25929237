using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;
using Orleans.Storage;

namespace ReasoningGrains.Conversations.Snapshots;

/// <summary>
/// Orleans' grain state in one SQLite file, with etags. What is kept here can be made again from the journal, so a write survives the loss of the process
/// but need not survive that of the machine's power (<c>synchronous=NORMAL</c>).
/// </summary>
internal sealed partial class SqliteGrainStorage : IGrainStorage
{
    private readonly string connectionString;
    private readonly IGrainStorageSerializer serializer;
    private readonly ILogger<SqliteGrainStorage> log;

    /// <param name="path">The file; made when missing.</param>
    /// <param name="serializer">Of the states.</param>
    /// <param name="log">Told of states that cannot be read.</param>
    public SqliteGrainStorage(string path, IGrainStorageSerializer serializer, ILogger<SqliteGrainStorage> log)
    {
        (this.serializer, this.log) = (serializer, log);
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
            (grainState.State, grainState.RecordExists) = Read<T>(stateName, grainId, (byte[])reader[1]);
        }
        else
        {
            (grainState.ETag, grainState.State, grainState.RecordExists) = (null!, Activator.CreateInstance<T>(), false);
        }
    }

    /// <summary>A damaged state is as good as none: it is made again from the journal, and written over this one.</summary>
    private (T State, bool Exists) Read<T>(string name, GrainId grain, byte[] payload)
    {
        try
        {
            return (serializer.Deserialize<T>(new BinaryData(payload)) ?? throw new InvalidDataException("It is empty."), true);
        }
        catch (Exception e)
        {
            Log.Damaged(log, name, grain, e);
            return (Activator.CreateInstance<T>(), false);
        }
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var (etag, payload) = (grainState.ETag, serializer.Serialize(grainState.State).ToArray());
        // SQLite does all at once, whatever is awaited: on the grain's thread nobody else would be served meanwhile.
        var written = await Task.Run(() => Write(stateName, grainId, etag, payload)) ?? throw Conflict(grainId, etag);
        (grainState.ETag, grainState.RecordExists) = (written, true);
    }

    /// <summary>Writes a payload where the state still has its etag, and returns the next; null where it has another.</summary>
    private string? Write(string stateName, GrainId grainId, string? etag, byte[] payload)
    {
        using var connection = Open();
        using var command = Command(
            connection,
            etag is null
                ? "INSERT INTO state VALUES ($grain, $name, 1, $payload) ON CONFLICT DO NOTHING RETURNING etag"
                : "UPDATE state SET etag = etag + 1, payload = $payload WHERE grain = $grain AND name = $name AND etag = $etag RETURNING etag",
            grainId,
            stateName,
            etag);
        command.Parameters.AddWithValue("$payload", payload);
        return command.ExecuteScalar()?.ToString();
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

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The state {Name} of {Grain} cannot be read; it is made again from the journal")]
        public static partial void Damaged(ILogger log, string name, GrainId grain, Exception reason);
    }
}
