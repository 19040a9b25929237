using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace ReasoningGrains.Conversations.Journals;

/// <summary>The writer's statements, prepared once.</summary>
internal sealed class SqliteStatements : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly SqliteCommand version;
    private readonly SqliteCommand insert;
    private readonly SqliteCommand begin;
    private readonly SqliteCommand finish;
    private readonly SqliteCommand erase;

    public SqliteStatements(SqliteConnection connection)
    {
        this.connection = connection;
        version = Prepare("SELECT COALESCE(MAX(version), 0) FROM journal WHERE conversation = $conversation", "$conversation");
        insert = Prepare("INSERT INTO journal VALUES ($conversation, $version, $payload, $checksum)", "$conversation", "$version", "$payload", "$checksum");
        begin = Prepare("INSERT OR IGNORE INTO unfinished VALUES ($conversation)", "$conversation");
        erase = Prepare("DELETE FROM journal WHERE conversation = $conversation", "$conversation");
        finish = Prepare("DELETE FROM unfinished WHERE conversation = $conversation", "$conversation");
    }

    /// <summary>The first eight bytes of the entry's SHA-256.</summary>
    public static long Checksum(ReadOnlySpan<byte> payload) => BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(payload));

    public SqliteTransaction Begin()
    {
        var transaction = connection.BeginTransaction();
        version.Transaction = insert.Transaction = begin.Transaction = finish.Transaction = erase.Transaction = transaction;
        return transaction;
    }

    public long Version(string conversation)
    {
        version.Parameters[0].Value = conversation;
        return (long)version.ExecuteScalar()!;
    }

    public void Insert(PendingAppend append)
    {
        for (var i = 0; i < append.Entries.Count; i++)
        {
            insert.Parameters[0].Value = append.Conversation;
            insert.Parameters[1].Value = append.ExpectedVersion + i + 1;
            insert.Parameters[2].Value = append.Payloads[i];
            insert.Parameters[3].Value = Checksum(append.Payloads[i]);
            insert.ExecuteNonQuery();
            Mark(append.Conversation, append.Entries[i]);
        }
    }

    public void Dispose()
    {
        version.Dispose();
        insert.Dispose();
        begin.Dispose();
        finish.Dispose();
        erase.Dispose();
    }

    private void Mark(string conversation, JournalEntry entry)
    {
        // A transient conversation is finished when it is deleted.
        if (entry is TurnBegun or TurnFinished { Transient: not true } or Deleted)
        {
            var command = entry is TurnBegun ? begin : finish;
            command.Parameters[0].Value = conversation;
            command.ExecuteNonQuery();
        }

        if (entry is Deleted)
        {
            // What is deleted leaves nothing behind: the conversation is as if it had never been.
            erase.Parameters[0].Value = conversation;
            erase.ExecuteNonQuery();
        }
    }

    private SqliteCommand Prepare(string sql, params string[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in parameters)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = name });
        }

        return command;
    }
}
