using System.Globalization;
using Ecom389.Monitor.Bench.Store;
using Ecom389.Monitor.Review;
using Ecom389.Monitor.Storage;

// bench-store acks [PAGES] [WORKERS] [FOLDER]   acknowledgements a second, each durable against power loss
// bench-store queue [ITEMS] [FOLDER]            milliseconds a queue page, an item, a decision
// bench-store write FILE                        acknowledges until it is killed, printing each key once it is acknowledged
return args switch
{
    ["acks", .. var rest] => await AcknowledgeBench.RunAsync(Number(rest, 0, 20_000), Number(rest, 1, 8), Folder(rest, 2)),
    ["queue", .. var rest] => await QueueBench.RunAsync(Number(rest, 0, 100_000), Folder(rest, 1)),
    ["write", var file] => await EndlessWriter.RunAsync(file),
    _ => Usage(),
};

static int Number(string[] rest, int at, int otherwise) =>
    rest.Length > at && int.TryParse(rest[at], CultureInfo.InvariantCulture, out var number) ? number : otherwise;

static string Folder(string[] rest, int at) => rest.Length > at ? rest[at] : Path.GetTempPath();

static int Usage()
{
    Console.Error.WriteLine("bench-store acks [PAGES] [WORKERS] [FOLDER] | queue [ITEMS] [FOLDER] | write FILE");
    return 2;
}

/// <summary>A store in a folder that goes with it.</summary>
internal sealed class TemporaryStore : IAsyncDisposable
{
    private readonly string _folder;

    public TemporaryStore(string parent)
    {
        _folder = Path.Combine(parent, $"ecom389-bench-{Guid.NewGuid():N}");
        Store = SqliteStore.Open(Path.Combine(_folder, "monitor.db"), new ReviewPolicy(), TimeProvider.System);
    }

    public SqliteStore Store { get; }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
