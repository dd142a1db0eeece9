namespace Ecom389.Monitor.Core;

/// <summary>What a person may do.</summary>
public enum Role
{
    Inspector,
    Analyst,
    Administrator,

    /// <summary>Reads everything, decides nothing.</summary>
    Leader,
}

/// <summary>A person who signs in.</summary>
public sealed record User(string Name, string DisplayName, Role Role, string UnitId, string PasswordHash, bool Enabled = true);

/// <summary>An organisation that owns matters, valid between two dates (ministries and provinces merge).</summary>
public sealed record Unit(string Id, string Name, string? Place, DateOnly ValidFrom, DateOnly? ValidTo);
