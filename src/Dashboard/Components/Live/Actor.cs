using Microsoft.AspNetCore.Components.Authorization;

namespace Signalbox.Dashboard.Components.Live;

/// <summary>Who acts on a page.</summary>
public static class Actor
{
    /// <summary>Name of the person who is signed in; null when nobody is.</summary>
    public static async Task<string?> ActorAsync(this Task<AuthenticationState>? authentication)
    {
        if (authentication is null)
        {
            return null;
        }

        var identity = (await authentication).User.Identity;
        return identity is { IsAuthenticated: true } ? identity.Name : null;
    }
}
