using System.CommandLine;
using System.CommandLine.Parsing;
using Ecom389.Monitor.Operations.Bundles;
using Ecom389.Monitor.Storage;

namespace Ecom389.Monitor.Commands;

/// <summary>Where an installation keeps its data and finds its rules and model.</summary>
/// <param name="Data">Folder of database and evidence; created when first written.</param>
/// <param name="Rules">Folder of packs, lexicons, prices and authorities.</param>
/// <param name="Models">Folder of the trained model.</param>
internal sealed record Installation(string Data, string Rules, string Models)
{
    /// <summary>The variable that names the store where no option does: a connection string may hold a password, which a command line shows to everybody.</summary>
    public const string StoreVariable = "ECOM389_STORE";

    /// <summary>The store's file where the store is not a server.</summary>
    public string Database => Path.Combine(Data, "ecom389.db");

    /// <summary>Where the records are: the file in the data folder, or a PostgreSQL database that several machines share.</summary>
    public StoreAddress Store => Server ?? StoreAddress.OfFile(Database);

    /// <summary>The database that holds the records, or null where a file in the data folder does.</summary>
    public StoreAddress? Server { get; init; }

    /// <summary>False where nothing was stored yet. A server is asked when it is opened.</summary>
    public bool HasStore => Store.IsServer || File.Exists(Database);

    public string Evidence => Path.Combine(Data, "evidence");

    /// <summary>The chain of custody, beside the evidence it tells of.</summary>
    public string Custody => Path.Combine(Data, "custody");

    /// <summary>Salts of the pseudonyms in the chain: deleting one forgets a person. Kept out of the custody's backups.</summary>
    public string CustodySalts => Path.Combine(Data, "custody-salts");

    /// <summary>Where the key that signs lies unless <c>--keys</c> says otherwise; the review site is never told.</summary>
    public string CustodyKeys => Path.Combine(Data, "custody-keys");

    /// <summary>Sessions people handed over; readable by this program's account alone, in no backup of the store and no evidence.</summary>
    public string Sessions => Path.Combine(Data, "secrets", "sessions");

    public string Model => Path.Combine(Models, "model.bin");

    /// <summary>
    /// An imported bundle wins: it came signed and as one. Else the folder at hand wins over the one shipped with the program, so
    /// that an analyst's edits count at once.
    /// </summary>
    public static Installation At(string data) => BundleShelf.CurrentFolder(data) is { } bundle
        ? new(data, Path.Combine(bundle, "rules"), Path.Combine(bundle, "models"))
        : new(data, Nearest("rules", "violations.yaml"), Nearest("models", "model.bin"));

    /// <summary>As a command line says: <c>--data</c>, and <c>--store</c> or <c>ECOM389_STORE</c> for a store that is a server.</summary>
    /// <exception cref="Core.InvalidInputException">The store's address is none.</exception>
    public static Installation Of(ParseResult parsed, Option<string> data) =>
        At(parsed.GetValue(data)!).With(parsed.GetValue<string?>(SharedOptions.StoreName));

    /// <summary>The same installation with its store at an address; null asks <see cref="StoreVariable"/>.</summary>
    public Installation With(string? store)
    {
        var address = store ?? Environment.GetEnvironmentVariable(StoreVariable);
        return string.IsNullOrWhiteSpace(address) ? this : this with { Server = StoreAddress.Server(address) };
    }

    private static string Nearest(string folder, string marker)
    {
        var here = Path.GetFullPath(folder);
        return File.Exists(Path.Combine(here, marker)) ? here : Path.Combine(AppContext.BaseDirectory, folder);
    }
}

/// <summary>Options that several commands share.</summary>
internal static class SharedOptions
{
    public static Option<string> Data() => new("--data")
    {
        Description = "Thư mục cơ sở dữ liệu và bằng chứng / folder of database and evidence",
        DefaultValueFactory = _ => "data",
        HelpName = "DIR",
    };

    /// <summary>Of every command: where the records are, if not in the data folder.</summary>
    public const string StoreName = "--store";

    public static Option<string?> Store() => new(StoreName)
    {
        Description = $"Kho PostgreSQL thay cho tệp trong --data; cũng đặt được bằng {Installation.StoreVariable} / PostgreSQL store instead of the file in --data",
        HelpName = "postgres://…",
        Recursive = true,
    };

    public static Option<bool> Json() => new("--json") { Description = "In JSON cho chương trình / JSON for programs" };

    public static Option<string> As() => new("--as")
    {
        Description = "Người quyết định (tên đăng nhập) / who decides (user name)",
        Required = true,
        HelpName = "USER",
    };
}
