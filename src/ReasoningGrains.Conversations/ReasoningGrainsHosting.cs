using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Orleans.Serialization;
using Orleans.Storage;
using ReasoningGrains.Conversations.Conversations;
using ReasoningGrains.Conversations.Journals;
using ReasoningGrains.Conversations.Snapshots;
using ReasoningGrains.Conversations.Weights;
using ReasoningGrains.Inference.Engine;
using StackExchange.Redis;

namespace ReasoningGrains.Conversations;

/// <summary>Makes a silo hold conversations.</summary>
public static class ReasoningGrainsHosting
{
    /// <summary>Adds the grains and their journal, and takes up turns that a former process left unfinished.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="storage">Where conversations are kept.</param>
    /// <param name="engine">Makes the engine; once, when it is first needed.</param>
    /// <param name="attention">What turns attend that do not say it (<c>Attention:…</c>); null is the profile balanced.</param>
    /// <exception cref="ArgumentException">A setting has a value that is not allowed; the message names it.</exception>
    public static ISiloBuilder AddReasoningGrains(this ISiloBuilder silo, StorageOptions storage, Func<IServiceProvider, IEngine> engine, AttentionOptions? attention = null)
    {
        storage.Validate();
        silo.Services.AddSingleton(new RoutingChoice(attention ?? new AttentionOptions()));
        silo.Services.TryAddSingleton(TimeProvider.System);
        silo.Services.TryAddSingleton(engine);
        if (storage.Kind == StorageOptions.RedisKind)
        {
            silo.Services.TryAddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect(storage.Redis!));
            silo.Services.AddSingleton<IJournal, RedisJournal>();
            silo.AddRedisGrainStorage(ConversationSnapshot.Storage, options => options.Configure<Serializer>((redis, serializer) =>
            {
                redis.ConfigurationOptions = ConfigurationOptions.Parse(storage.Redis!);
                redis.GrainStorageSerializer = new OrleansGrainStorageSerializer(serializer);
                // Else a key stays of every conversation that was deleted.
                redis.DeleteStateOnClear = true;
            }));
        }
        else
        {
            silo.Services.AddSingleton<IJournal>(_ =>
            {
                Directory.CreateDirectory(storage.Directory);
                return new SqliteJournal(Path.Combine(storage.Directory, "journal.db"));
            });
            silo.Services.AddKeyedSingleton<IGrainStorage>(ConversationSnapshot.Storage, (services, _) =>
            {
                Directory.CreateDirectory(storage.Directory);
                return new SqliteGrainStorage(Path.Combine(storage.Directory, "snapshots.db"), new OrleansGrainStorageSerializer(services.GetRequiredService<Serializer>()), services.GetRequiredService<ILogger<SqliteGrainStorage>>());
            });
        }

        silo.Services.AddSingleton<UnfinishedTurns>();
        return silo.AddStartupTask((services, _) => services.GetRequiredService<UnfinishedTurns>().Begin());
    }

    /// <summary>Opens the journal before anything else runs.</summary>
    /// <exception cref="StorageInUseException">Another process has its folder.</exception>
    public static void OpenJournal(this IServiceProvider services) => services.GetRequiredService<IJournal>();
}
