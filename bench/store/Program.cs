using System.Globalization;
using Ecom389.Monitor.Bench.Store;
using Ecom389.Monitor.Review;
using Ecom389.Monitor.Storage;

// bench-store acks [PAGES] [WORKERS] [PLACE]   acknowledgements a second, each durable against power loss
// bench-store queue [ITEMS] [PLACE]            milliseconds a queue page, an item, a decision
// bench-store frontier [ADDRESSES] [PLACE]     memory held while so many addresses of one source are queued
// bench-store write FILE                       acknowledges until it is killed, printing each key once it is acknowledged
// PLACE: a folder for an SQLite file that goes again, or postgres://… of an empty database
return args switch
{
    ["acks", .. var rest] => await AcknowledgeBench.RunAsync(Number(rest, 0, 20_000), Number(rest, 1, 8), Folder(rest, 2)),
    ["queue", .. var rest] => await QueueBench.RunAsync(Number(rest, 0, 100_000), Folder(rest, 1)),
    ["frontier", .. var rest] => await FrontierBench.RunAsync(Number(rest, 0, 1_000_000), Folder(rest, 1)),
    ["write", var file] => await EndlessWriter.RunAsync(file),
    _ => Usage(),
};

static int Number(string[] rest, int at, int otherwise) =>
    rest.Length > at && int.TryParse(rest[at], CultureInfo.InvariantCulture, out var number) ? number : otherwise;

static string Folder(string[] rest, int at) => rest.Length > at ? rest[at] : Path.GetTempPath();

static int Usage()
{
    Console.Error.WriteLine("bench-store acks [PAGES] [WORKERS] [FOLDER|postgres://…] | queue [ITEMS] [FOLDER|postgres://…] | frontier [ADDRESSES] [FOLDER|postgres://…] | write FILE");
    return 2;
}

/// <summary>A store in a folder that goes with it, or in an empty database of a server.</summary>
internal sealed class TemporaryStore : IAsyncDisposable
{
    private readonly string? _folder;

    public TemporaryStore(string place)
    {
        var address = StoreAddress.Parse(place);
        if (!address.IsServer)
        {
            _folder = Path.Combine(place, $"ecom389-bench-{Guid.NewGuid():N}");
            address = StoreAddress.OfFile(Path.Combine(_folder, "monitor.db"));
        }

        Store = Stores.Open(address, new ReviewPolicy(), TimeProvider.System);
    }

    public MonitorStore Store { get; }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        if (_folder is not null) Directory.Delete(_folder, recursive: true);
    }
}
