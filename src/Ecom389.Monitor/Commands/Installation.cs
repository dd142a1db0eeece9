using System.CommandLine;
using Ecom389.Monitor.Operations.Bundles;

namespace Ecom389.Monitor.Commands;

/// <summary>Where an installation keeps its data and finds its rules and model.</summary>
/// <param name="Data">Folder of database and evidence; created when first written.</param>
/// <param name="Rules">Folder of packs, lexicons, prices and authorities.</param>
/// <param name="Models">Folder of the trained model.</param>
internal sealed record Installation(string Data, string Rules, string Models)
{
    public string Database => Path.Combine(Data, "ecom389.db");

    public string Evidence => Path.Combine(Data, "evidence");

    /// <summary>The chain of custody, beside the evidence it tells of.</summary>
    public string Custody => Path.Combine(Data, "custody");

    /// <summary>Salts of the pseudonyms in the chain: deleting one forgets a person. Kept out of the custody's backups.</summary>
    public string CustodySalts => Path.Combine(Data, "custody-salts");

    /// <summary>Where the key that signs lies unless <c>--keys</c> says otherwise; the review site is never told.</summary>
    public string CustodyKeys => Path.Combine(Data, "custody-keys");

    /// <summary>Sessions people handed over; readable by this program's account alone, in no backup of the store and no evidence.</summary>
    public string Sessions => Path.Combine(Data, "secrets", "sessions");

    /// <summary>What the egress proxy connected and refused, a file a day.</summary>
    public string EgressLogs => Path.Combine(Data, "logs", "egress");

    public string Model => Path.Combine(Models, "model.bin");

    /// <summary>
    /// An imported bundle wins: it came signed and as one. Else the folder at hand wins over the one shipped with the program, so
    /// that an analyst's edits count at once.
    /// </summary>
    public static Installation At(string data) => BundleShelf.CurrentFolder(data) is { } bundle
        ? new(data, Path.Combine(bundle, "rules"), Path.Combine(bundle, "models"))
        : new(data, Nearest("rules", "violations.yaml"), Nearest("models", "model.bin"));

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

    public static Option<bool> Json() => new("--json") { Description = "In JSON cho chương trình / JSON for programs" };

    public static Option<string> As() => new("--as")
    {
        Description = "Người quyết định (tên đăng nhập) / who decides (user name)",
        Required = true,
        HelpName = "USER",
    };
}
