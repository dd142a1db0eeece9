using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Storage;

/// <summary>Copies and checks of a PostgreSQL store while it is in use.</summary>
internal sealed class PostgresCare : IStoreCare
{
    private readonly StoreAddress _address;
    private readonly IStoreReaders _readers;

    public PostgresCare(StoreAddress address, IStoreReaders readers)
    {
        _address = address;
        _readers = readers;
    }

    /// <summary>
    /// By <c>pg_dump</c>, in its own compressed form: the state of one moment, for which nobody waits. <c>pg_restore</c> reads it.
    /// </summary>
    /// <exception cref="InvalidInputException">pg_dump is missing or fails.</exception>
    public async Task CopyToAsync(string file, CancellationToken cancellationToken)
    {
        if (File.Exists(file)) throw new IOException($"{file} exists already.");
        try
        {
            await PostgresCopy.DumpAsync(_address, file, cancellationToken);
        }
        catch
        {
            File.Delete(file);
            throw;
        }

        await using var written = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
        written.Flush(flushToDisk: true);
    }

    public Task<StoreCheckReport> CheckAsync(CancellationToken cancellationToken) => _readers.RunAsync(session => Check(session, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<ArchiveNeed>> ArchiveNeedsAsync(CancellationToken cancellationToken) => _readers.RunAsync<IReadOnlyList<ArchiveNeed>>(CareRows.Needs, cancellationToken);

    public Task<IReadOnlyList<StoredCapture>> CapturesAsync(long after, int count, CancellationToken cancellationToken) => _readers.RunAsync<IReadOnlyList<StoredCapture>>(session => CareRows.Captures(session, after, count), cancellationToken);

    public Task<int> SchemaAsync(CancellationToken cancellationToken) => _readers.RunAsync(CareRows.Schema, cancellationToken);

    public Task<long> CapturedBytesAsync(DateTimeOffset since, CancellationToken cancellationToken) => _readers.RunAsync(session => CareRows.CapturedBytes(session, since), cancellationToken);

    private static StoreCheckReport Check(StoreSession session, CancellationToken cancellationToken)
    {
        var names = new List<string> { "durability", "foreign-keys" };
        var faults = new List<StoreFault>();
        var unsafeSettings = session.All("SELECT name FROM pg_settings WHERE name IN ('fsync', 'full_page_writes') AND setting = 'off' ORDER BY name", row => row.GetString(0) + " = off");
        if (unsafeSettings.Count > 0) faults.Add(new("durability", CareRows.Say(unsafeSettings)));
        var notValidated = session.All("SELECT conname FROM pg_constraint WHERE contype IN ('f', 'c') AND NOT convalidated AND connamespace = current_schema()::regnamespace", row => row.GetString(0));
        if (notValidated.Count > 0) faults.Add(new("foreign-keys", CareRows.Say(notValidated)));
        CareRows.Check(session, names, faults, cancellationToken);
        return new(names, faults);
    }
}
