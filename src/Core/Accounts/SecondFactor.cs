namespace Ecom389.Monitor.Core;

/// <summary>A person's second factor (RFC 6238), as the store keeps it.</summary>
/// <param name="UserName">Whose it is.</param>
/// <param name="ProtectedSecret">The shared secret, encrypted by whoever signs people in; the store cannot read it.</param>
/// <param name="ConfirmedAt">UTC of the first right code; null while being set up, and then it is not asked for.</param>
/// <param name="LastStep">The time step of the last code taken: a code is good once.</param>
public sealed record SecondFactor(string UserName, string ProtectedSecret, DateTimeOffset? ConfirmedAt, long LastStep);
