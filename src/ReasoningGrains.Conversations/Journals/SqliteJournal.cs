using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace ReasoningGrains.Conversations.Journals;

/// <summary>The journal in one SQLite file. One writer groups the appends that wait into one transaction, so many conversations share one sync of the disk.</summary>
internal sealed class SqliteJournal : IJournal, IAsyncDisposable
{
    private const int MostGrouped = 512;
    private readonly string connectionString;
    private readonly Channel<PendingAppend> appends = Channel.CreateUnbounded<PendingAppend>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Task writer;
    private readonly FileStream held;

    /// <param name="path">The file; made when missing.</param>
    /// <exception cref="StorageInUseException">Another process has it.</exception>
    public SqliteJournal(string path)
    {
        held = Hold($"{path}.lock");
        connectionString = new SqliteConnectionStringBuilder { DataSource = path, Cache = SqliteCacheMode.Private }.ToString();
        var connection = Open();
        Execute(connection, """
            CREATE TABLE IF NOT EXISTS journal (conversation TEXT NOT NULL, version INTEGER NOT NULL, payload BLOB NOT NULL, checksum INTEGER NOT NULL, PRIMARY KEY (conversation, version)) WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS unfinished (conversation TEXT PRIMARY KEY) WITHOUT ROWID;
            """);
        writer = Task.Factory.StartNew(() => Write(connection), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
    }

    public async Task<IReadOnlyList<JournalEntry>> Read(string conversation, long from = 1, long to = long.MaxValue)
    {
        await using var connection = Open();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT version, payload, checksum FROM journal WHERE conversation = $conversation AND version BETWEEN $from AND $to ORDER BY version";
        command.Parameters.AddWithValue("$conversation", conversation);
        command.Parameters.AddWithValue("$from", from);
        command.Parameters.AddWithValue("$to", to);
        await using var reader = await command.ExecuteReaderAsync();
        var entries = new List<JournalEntry>();
        while (await reader.ReadAsync())
        {
            entries.Add(ReadEntry(conversation, from + entries.Count, reader));
        }

        return entries;
    }

    public Task Append(string conversation, long expectedVersion, IReadOnlyList<JournalEntry> entries)
    {
        var pending = new PendingAppend(conversation, expectedVersion, entries, [.. entries.Select(JournalJson.Write)], new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        return appends.Writer.TryWrite(pending) ? pending.Done.Task : Task.FromException(new ObjectDisposedException(nameof(SqliteJournal)));
    }

    public async Task<IReadOnlyList<string>> Unfinished()
    {
        await using var connection = Open();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT conversation FROM unfinished";
        await using var reader = await command.ExecuteReaderAsync();
        var conversations = new List<string>();
        while (await reader.ReadAsync())
        {
            conversations.Add(reader.GetString(0));
        }

        return conversations;
    }

    public async ValueTask DisposeAsync()
    {
        appends.Writer.TryComplete();
        await writer;
        await held.DisposeAsync();
    }

    // errno of a lock that another process holds on Linux and on macOS, and what Windows says then.
    private const int WouldBlock = 11;
    private const int WouldBlockOnMac = 35;
    private const int SharingViolation = unchecked((int)0x80070020);

    /// <summary>A lock of the file system's: it ends with its process, however that ends.</summary>
    private static FileStream Hold(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e.HResult is WouldBlock or WouldBlockOnMac or SharingViolation)
        {
            throw new StorageInUseException($"Another server holds its conversations in {Path.GetDirectoryName(Path.GetFullPath(path))}; talk to that one, or name another folder.", e);
        }
    }

    private static JournalEntry ReadEntry(string conversation, long expected, SqliteDataReader reader)
    {
        var (version, payload) = (reader.GetInt64(0), (byte[])reader[1]);
        if (version != expected)
        {
            throw new JournalDamagedException(conversation, expected, "it is missing");
        }

        return SqliteStatements.Checksum(payload) == reader.GetInt64(2)
            ? JournalJson.Read(conversation, version, payload)
            : throw new JournalDamagedException(conversation, version, "its checksum is wrong");
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 10000;");
        return connection;
    }

    private async Task Write(SqliteConnection connection)
    {
        await using var owned = connection;
        using var statements = new SqliteStatements(connection);
        var group = new List<PendingAppend>();
        while (await appends.Reader.WaitToReadAsync())
        {
            group.Clear();
            while (group.Count < MostGrouped && appends.Reader.TryRead(out var pending))
            {
                group.Add(pending);
            }

            Commit(statements, group);
        }
    }

    private static void Commit(SqliteStatements statements, List<PendingAppend> group)
    {
        var committed = new List<PendingAppend>();
        try
        {
            using var transaction = statements.Begin();
            foreach (var pending in group)
            {
                var version = statements.Version(pending.Conversation);
                if (version == pending.ExpectedVersion)
                {
                    statements.Insert(pending);
                    committed.Add(pending);
                }
                else
                {
                    pending.Done.SetException(new VersionConflictException(pending.Conversation, pending.ExpectedVersion, version));
                }
            }

            transaction.Commit();
        }
        catch (Exception e)
        {
            // Whatever it was: those that wait are told, and the next group is written.
            group.ForEach(p => p.Done.TrySetException(e));
            return;
        }

        committed.ForEach(p => p.Done.SetResult());
    }
}

/// <summary>An append that waits for its transaction.</summary>
internal sealed record PendingAppend(string Conversation, long ExpectedVersion, IReadOnlyList<JournalEntry> Entries, IReadOnlyList<byte[]> Payloads, TaskCompletionSource Done);
