using System.Text.Json;
using System.Text.Json.Serialization;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Web.Accounts.Outside;

namespace Ecom389.Monitor.Web;

/// <summary>
/// What an installation sets about its site, a JSON file: <c>{"session":{"idleMinutes":120,"longestHours":12},"oidc":{"authority":
/// "https://…","clientId":"…","clientSecretFile":"…","label":"…","nameClaim":"preferred_username","publicAddress":"https://…"}}</c>.
/// Unknown fields are errors, so that a misspelt one is not silently without effect.
/// </summary>
public sealed record SiteSettings
{
    public static readonly TimeSpan DefaultIdle = TimeSpan.FromHours(2);
    public static readonly TimeSpan DefaultLongest = TimeSpan.FromHours(12);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    public SessionSettings? Session { get; init; }

    public DirectorySettings? Oidc { get; init; }

    [JsonIgnore]
    public TimeSpan IdleSession => Session?.IdleMinutes is { } minutes ? TimeSpan.FromMinutes(minutes) : DefaultIdle;

    [JsonIgnore]
    public TimeSpan LongestSession => Session?.LongestHours is { } hours ? TimeSpan.FromHours(hours) : DefaultLongest;

    /// <summary>How long sessions last.</summary>
    public sealed record SessionSettings(int? IdleMinutes, int? LongestHours);

    /// <summary>The OpenID Connect provider. The secret lies in a file of its own, which only the service reads.</summary>
    public sealed record DirectorySettings(string? Authority, string? ClientId, string? ClientSecretFile, string? Label, string? NameClaim, string? PublicAddress);

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidInputException">It cannot be read or used; every fault is named.</exception>
    public static SiteSettings Load(string path)
    {
        SiteSettings settings;
        try
        {
            settings = JsonSerializer.Deserialize<SiteSettings>(File.ReadAllText(path), Json) ?? new();
        }
        catch (JsonException fault)
        {
            throw new InvalidInputException(new InputError(path, (int?)fault.LineNumber + 1, fault.Path, "không phải cấu hình dùng được / cannot be used: " + fault.Message));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException(new InputError(path, null, "--site", "không đọc được / cannot be read: " + fault.Message));
        }

        var faults = new List<InputError>();
        if (settings.Session?.IdleMinutes is < 5 or > 1440) faults.Add(new(path, null, "session.idleMinutes", "5-1440"));
        if (settings.Session?.LongestHours is < 1 or > 168) faults.Add(new(path, null, "session.longestHours", "1-168"));
        if (settings.Oidc is { } oidc)
        {
            if (!Uri.TryCreate(oidc.Authority, UriKind.Absolute, out _)) faults.Add(new(path, null, "oidc.authority", "cần địa chỉ https / needs an https address"));
            else if (oidc.PublicAddress is { } address && !Uri.TryCreate(address, UriKind.Absolute, out _)) faults.Add(new(path, null, "oidc.publicAddress", "cần địa chỉ http(s) / needs an http(s) address"));
            else if (oidc.ClientSecretFile is { } secret && !File.Exists(secret)) faults.Add(new(path, null, "oidc.clientSecretFile", "không có tệp / no such file"));
            else faults.AddRange(settings.Directory()!.Faults().Select(fault => new InputError(path, null, fault.Field, fault.Sentence)));
        }

        return faults.Count == 0 ? settings : throw new InvalidInputException(faults);
    }

    /// <summary>The provider's settings, or null.</summary>
    public OpenIdConnectSettings? Directory() => Oidc is not { } oidc ? null : new()
    {
        Authority = new(oidc.Authority ?? ""),
        ClientId = oidc.ClientId ?? "",
        ClientSecret = oidc.ClientSecretFile is { } file ? File.ReadAllText(file).Trim() : null,
        Label = oidc.Label ?? "OpenID Connect",
        NameClaim = oidc.NameClaim ?? "preferred_username",
        PublicAddress = oidc.PublicAddress is { } address ? new(address) : null,
    };
}
