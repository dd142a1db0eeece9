using System.Globalization;
using System.Text;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Web.Users;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace Ecom389.Monitor.Web.Pages;

/// <summary>The audit trail (nhật ký): who signed in, read evidence, decided, changed what. For administrators, within their units.</summary>
[Authorize(SiteSecurity.Administrators)]
public sealed class TrailModel(IAuditStore audit, TimeProvider time) : SitePage
{
    /// <summary>Rows of a page.</summary>
    public const int PageSize = 100;

    /// <summary>Rows of an export at most.</summary>
    public const int ExportSize = 10_000;

    /// <summary>Kinds of action one can choose; a dot at the end stands for all that begin so.</summary>
    public static readonly IReadOnlyList<string> Actions = ["user.", "evidence.", "item.", "capture.", "crawl.", "token.", "unit.", "api.", "registry.", "robots."];

    [FromQuery(Name = "nguoi")]
    public string? Actor { get; set; }

    [FromQuery(Name = "viec")]
    public string? Action { get; set; }

    [FromQuery(Name = "doi-tuong")]
    public string? Subject { get; set; }

    [FromQuery(Name = "tu")]
    public DateOnly? From { get; set; }

    [FromQuery(Name = "den")]
    public DateOnly? To { get; set; }

    [FromQuery(Name = "truoc")]
    public long? Before { get; set; }

    [FromQuery(Name = "dang")]
    public string? Form { get; set; }

    public IReadOnlyList<AuditEntry> Entries { get; private set; } = [];

    /// <summary>The address of the next page, or null.</summary>
    public string? Older => Entries.Count == PageSize ? Address(csv: false, Entries[^1].Position) : null;

    public async Task<IActionResult> OnGetAsync()
    {
        var csv = string.Equals(Form, "csv", StringComparison.Ordinal);
        Entries = await audit.FindAsync(
            new()
            {
                Actor = Blank(Actor),
                Action = Blank(Action),
                Subject = Blank(Subject),
                From = From is { } from ? Midnight(from) : null,
                Until = To is { } to ? Midnight(to.AddDays(1)) : null,
                Units = Me.Actor.VisibleUnits,
                Before = Before,
                Limit = csv ? ExportSize : PageSize,
            },
            Aborted);
        if (!csv) return Page();

        await audit.AppendAsync(new(time.GetUtcNow(), Me.Name, "audit.exported", "audit", null, Me.UnitId), Aborted);
        var rows = Entries.Select(entry => (string[])[entry.Event.At.ToString("O", CultureInfo.InvariantCulture), entry.Event.Actor, entry.Event.Action, entry.Event.Subject, entry.Event.UnitId, entry.Event.Details ?? ""]);
        return File(Encoding.UTF8.GetBytes(CsvCells.Write(["at", "actor", "action", "subject", "unit", "details"], rows)), "text/csv; charset=utf-8", "nhat-ky.csv");
    }

    /// <summary>The address of this narrowing, as a file or from an event on.</summary>
    public string Address(bool csv, long? before = null)
    {
        var parameters = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["nguoi"] = Blank(Actor),
            ["viec"] = Blank(Action),
            ["doi-tuong"] = Blank(Subject),
            ["tu"] = From?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["den"] = To?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["truoc"] = before?.ToString(CultureInfo.InvariantCulture),
            ["dang"] = csv ? "csv" : null,
        };
        return QueryHelpers.AddQueryString("/nhat-ky", parameters.Where(parameter => parameter.Value is not null));
    }

    /// <summary>Where what an event is about can be seen, or null.</summary>
    public static string? Link(string subject) => subject.Split(':', 2) switch
    {
        ["item", var id] when Guid.TryParse(id, out var item) => "/muc/" + item,
        ["user", var name] => "/nguoi-dung/" + Uri.EscapeDataString(name),
        _ => null,
    };

    private static string? Blank(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed.Trim();

    private static DateTimeOffset Midnight(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), Instants.DisplayZone.BaseUtcOffset);
}
