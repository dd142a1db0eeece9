using System.Diagnostics;
using System.Globalization;
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
        var program = PostgresPrograms.Find("pg_dump")
            ?? throw Refusal("thiếu chương trình pg_dump / a copy of a PostgreSQL store needs pg_dump: apt-get install postgresql-client, or set ECOM389_POSTGRES_BIN.");
        var start = new ProcessStartInfo(program) { RedirectStandardError = true, RedirectStandardOutput = true };
        string[] arguments = ["--format=custom", "--no-owner", "--no-privileges", "--no-password", "--file", file, "--host", _address.Host, "--port", _address.Port.ToString(CultureInfo.InvariantCulture), "--username", _address.User, "--dbname", _address.Database];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        // Not on the command line, which every user of the machine can read.
        if (_address.Password is { Length: > 0 } password) start.Environment["PGPASSWORD"] = password;
        using var dump = Process.Start(start)!;
        try
        {
            var said = dump.StandardError.ReadToEndAsync(cancellationToken);
            await dump.WaitForExitAsync(cancellationToken);
            if (dump.ExitCode != 0) throw Refusal($"pg_dump: {(await said).ReplaceLineEndings(" ").Trim()}");
        }
        catch
        {
            if (!dump.HasExited) dump.Kill();
            File.Delete(file);
            throw;
        }

        await using var written = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
        written.Flush(flushToDisk: true);
    }

    public Task<StoreCheckReport> CheckAsync(CancellationToken cancellationToken) => _readers.RunAsync(session => Check(session, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<ArchiveNeed>> ArchiveNeedsAsync(CancellationToken cancellationToken) => _readers.RunAsync<IReadOnlyList<ArchiveNeed>>(CareRows.Needs, cancellationToken);

    public Task<int> SchemaAsync(CancellationToken cancellationToken) => _readers.RunAsync(CareRows.Schema, cancellationToken);

    public Task<long> CapturedBytesAsync(DateTimeOffset since, CancellationToken cancellationToken) => _readers.RunAsync(session => CareRows.CapturedBytes(session, since), cancellationToken);

    private static StoreCheckReport Check(StoreSession session, CancellationToken cancellationToken)
    {
        var names = new List<string> { "durability", "foreign-keys" };
        var faults = new List<StoreFault>();
        var unsafeSettings = session.All("SELECT name FROM pg_settings WHERE name IN ('fsync', 'full_page_writes') AND setting = 'off' ORDER BY name", row => row.GetString(0) + " = off");
        if (unsafeSettings.Count > 0) faults.Add(new("durability", CareRows.Say(unsafeSettings)));
        var unchecked_ = session.All("SELECT conname FROM pg_constraint WHERE contype IN ('f', 'c') AND NOT convalidated AND connamespace = current_schema()::regnamespace", row => row.GetString(0));
        if (unchecked_.Count > 0) faults.Add(new("foreign-keys", CareRows.Say(unchecked_)));
        CareRows.Check(session, names, faults, cancellationToken);
        return new(names, faults);
    }

    private InvalidInputException Refusal(string message) => new(new InputError(_address.ToString(), null, "backup", message));
}
