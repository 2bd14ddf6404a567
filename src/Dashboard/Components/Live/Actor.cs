using Microsoft.AspNetCore.Components.Authorization;
using Signalbox.Dashboard.Api;

namespace Signalbox.Dashboard.Components.Live;

/// <summary>Who acts on a page.</summary>
public static class Actor
{
    /// <summary>Whether the person who is signed in is an administrator.</summary>
    public static async Task<bool> IsAdministratorAsync(this Task<AuthenticationState>? authentication) =>
        authentication is not null && (await authentication).User.IsInRole(Policies.Administrator);

    /// <summary>Roles of the person who is signed in.</summary>
    public static async Task<IReadOnlyCollection<string>> RolesAsync(this Task<AuthenticationState>? authentication) =>
        authentication is null ? [] : Caller.RolesOf((await authentication).User);

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
