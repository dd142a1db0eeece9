namespace Ecom389.Monitor.Core;

/// <summary>Something a person or a job did, for the record. Append-only.</summary>
/// <param name="Actor">User name, or <c>system:scan</c>.</param>
/// <param name="Action"><c>item.leased</c>, <c>item.decided</c>, <c>evidence.read</c> …</param>
/// <param name="Subject"><c>item:…</c>.</param>
/// <param name="Details">JSON or null; no personal data in the clear.</param>
public sealed record AuditEvent(DateTimeOffset At, string Actor, string Action, string Subject, string? Details, string UnitId = WellKnownUnits.Ministry);
