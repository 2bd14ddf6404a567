using System.Security.Cryptography;

namespace Signalbox.Dashboard.Hosting.Security;

/// <summary>One-time sign-in codes. Kept in memory: a restart prints a fresh one anyway.</summary>
internal sealed class LoginLinks(TimeProvider time, SignalboxOptions options)
{
    // More open links than this were not asked for by a person: the oldest go.
    private const int MaxOpen = 32;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, DateTimeOffset> _open = new(StringComparer.Ordinal);

    /// <summary>How long a link is good for.</summary>
    public TimeSpan Lifetime => options.LinkLifetime;

    /// <summary>A fresh code and when it ends.</summary>
    public (string Code, DateTimeOffset ExpiresAt) Create()
    {
        var code = RandomNumberGenerator.GetHexString(40, lowercase: true);
        var expiresAt = time.GetUtcNow() + options.LinkLifetime;
        lock (_gate)
        {
            RemoveExpired();
            while (_open.Count >= MaxOpen)
            {
                _open.Remove(_open.MinBy(p => p.Value).Key);
            }

            _open[code] = expiresAt;
        }

        return (code, expiresAt);
    }

    /// <summary>Whether the code could still be used; it is not used up by asking.</summary>
    public bool IsOpen(string? code)
    {
        lock (_gate)
        {
            RemoveExpired();
            return code is not null && _open.ContainsKey(code);
        }
    }

    /// <summary>Uses the code up. False when it was used, has ended or never was.</summary>
    public bool TryUse(string? code)
    {
        lock (_gate)
        {
            RemoveExpired();
            return code is not null && _open.Remove(code);
        }
    }

    private void RemoveExpired()
    {
        var now = time.GetUtcNow();
        foreach (var code in _open.Where(p => p.Value <= now).Select(p => p.Key).ToList())
        {
            _open.Remove(code);
        }
    }
}
