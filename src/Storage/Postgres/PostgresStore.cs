using Ecom389.Monitor.Core;
using Npgsql;

namespace Ecom389.Monitor.Storage;

/// <summary>
/// The store for several machines: one PostgreSQL database with every role's interface on it. Programs on any machine may open it at
/// once; what SQLite's one writer orders is ordered here by row locks, unique keys and advisory locks.
/// </summary>
public sealed class PostgresStore : MonitorStore
{
    private readonly StoreAddress _address;

    private PostgresStore(StoreAddress address, StoreParts parts)
        : base(parts)
    {
        _address = address;
        Rounds = new PostgresScanRounds(parts.Writer, parts.Readers, parts.Process);
    }

    /// <inheritdoc/>
    public override IScanRounds Rounds { get; }

    /// <inheritdoc/>
    public override string Place => _address.ToString();

    /// <summary>Opens the database and brings its schema up to date.</summary>
    /// <param name="address">Of a server; see <see cref="StoreAddress.IsServer"/>.</param>
    /// <param name="policy">What a new finding does to its listing's item.</param>
    /// <param name="time">Business time: when a finding was made. Leases use the database's own clock.</param>
    /// <exception cref="InvalidInputException">The server is away or refuses, or the database is a newer version's or another program's.</exception>
    public static PostgresStore Open(StoreAddress address, IReviewPolicy policy, TimeProvider time) => Open(address, policy, time, ProcessMark.Current(), PostgresSchema.Steps());

    internal static PostgresStore Open(StoreAddress address, IReviewPolicy policy, TimeProvider time, string process, IReadOnlyList<Migration> migrations)
    {
        var pools = new PostgresPools(address);
        try
        {
            using (var connection = pools.Durable.Open()) PostgresSchema.Apply(connection, address.ToString(), migrations, time.GetUtcNow());
        }
        catch (Exception failure) when (PostgresFaults.Sentence(failure, address) is { } sentence)
        {
            pools.Dispose();
            throw PostgresFaults.Refusal(address, sentence);
        }
        catch
        {
            pools.Dispose();
            throw;
        }

        var readers = new PostgresReaders(pools);
        return new(address, new(new PostgresWriter(pools), readers, new PostgresCare(address, readers), policy, time, process));
    }

    /// <inheritdoc/>
    public override Task<long> SizeAsync(CancellationToken cancellationToken) =>
        Readers.RunAsync(session => (long)session.Scalar("SELECT pg_database_size(current_database())")!, cancellationToken);
}
