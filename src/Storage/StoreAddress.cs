using Ecom389.Monitor.Core;
using Npgsql;

namespace Ecom389.Monitor.Storage;

/// <summary>
/// Where a store is: a file of this machine (SQLite), or a PostgreSQL database as <c>postgres://user:password@host:5432/database</c> or
/// <c>Host=…;Database=…</c> (Npgsql's own words). Prints without its secrets. A password may also come from <c>PGPASSWORD</c> or a
/// <c>.pgpass</c> file, which keeps it out of settings altogether.
/// </summary>
public sealed class StoreAddress
{
    private readonly NpgsqlConnectionStringBuilder? _server;

    private StoreAddress(string? file, NpgsqlConnectionStringBuilder? server)
    {
        File = file;
        _server = server;
    }

    /// <summary>The SQLite file, or null for a server.</summary>
    public string? File { get; }

    /// <summary>True for PostgreSQL.</summary>
    public bool IsServer => _server is not null;

    internal string ConnectionString => _server?.ConnectionString ?? throw new InvalidOperationException("A file has no connection string.");

    internal string Host => _server?.Host ?? "localhost";

    internal int Port => _server?.Port ?? NpgsqlConnection.DefaultPort;

    internal string User => _server?.Username ?? Environment.UserName;

    internal string Database => _server?.Database ?? User;

    internal string? Password => _server?.Password;

    /// <summary>An SQLite file.</summary>
    public static StoreAddress OfFile(string file) => new(file, server: null);

    /// <summary>Reads what an administrator wrote.</summary>
    /// <exception cref="InvalidInputException">It looks like a server's address and is none. The message shows no part of it that may be secret.</exception>
    public static StoreAddress Parse(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        var trimmed = text.Trim();
        try
        {
            if (trimmed.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase) || trimmed.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase))
                return new(file: null, OfUrl(new Uri(trimmed)));
            if (trimmed.StartsWith("Host=", StringComparison.OrdinalIgnoreCase) || trimmed.Contains(";Host=", StringComparison.OrdinalIgnoreCase))
                return new(file: null, new NpgsqlConnectionStringBuilder(trimmed));
        }
        catch (Exception fault) when (fault is UriFormatException or ArgumentException or FormatException)
        {
            // Not the fault's own words: they may quote the password.
            throw Refusal();
        }

        return OfFile(trimmed);
    }

    /// <summary>Reads the address of a server and of nothing else.</summary>
    /// <exception cref="InvalidInputException">It is none.</exception>
    public static StoreAddress Server(string text) => Parse(text) is { IsServer: true } server ? server : throw Refusal();

    /// <summary>The file's path, or <c>postgres://user@host:port/database</c>.</summary>
    public override string ToString() => File ?? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"postgres://{User}@{Host}:{Port}/{Database}");

    private static InvalidInputException Refusal() =>
        new(new InputError("--store", null, null, "không phải địa chỉ PostgreSQL / is no PostgreSQL address; one reads postgres://user@host:5432/database"));

    private static NpgsqlConnectionStringBuilder OfUrl(Uri url)
    {
        var builder = new NpgsqlConnectionStringBuilder { Host = url.Host.Length > 0 ? url.Host : "localhost" };
        if (url.Port > 0) builder.Port = url.Port;
        var person = url.UserInfo.Split(':', 2);
        if (person[0].Length > 0) builder.Username = Uri.UnescapeDataString(person[0]);
        if (person.Length > 1) builder.Password = Uri.UnescapeDataString(person[1]);
        if (url.AbsolutePath.Length > 1) builder.Database = Uri.UnescapeDataString(url.AbsolutePath[1..]);
        foreach (var pair in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = pair.Split('=', 2) is [var left, var right] ? (Uri.UnescapeDataString(left), Uri.UnescapeDataString(right)) : (pair, "");
            // libpq's names for what Npgsql spells its own way.
            builder[name switch { "sslmode" => "SSL Mode", "sslrootcert" => "Root Certificate", "application_name" => "Application Name", "connect_timeout" => "Timeout", "host" => "Host", _ => name }] =
                name == "sslmode" ? value.Replace("-", "", StringComparison.Ordinal) : value;
        }

        return builder;
    }
}
