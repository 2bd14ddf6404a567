using System.Reflection;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Unit.Engine.Runs;

/// <summary>Git, until the second worktree is asked for: then the server that asks is gone.</summary>
public class DyingManager : DispatchProxy
{
    private IWorkspaceManager _git = null!;
    private CancellationTokenSource _server = null!;
    private int _made;

    public static IWorkspaceManager Create(IWorkspaceManager git, CancellationTokenSource server)
    {
        var proxy = Create<IWorkspaceManager, DyingManager>();
        ((DyingManager)(object)proxy)._git = git;
        ((DyingManager)(object)proxy)._server = server;
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (targetMethod!.Name is nameof(IWorkspaceManager.CreateAsync) && Interlocked.Increment(ref _made) == 2)
        {
            _server.Cancel();
        }

        return targetMethod.Invoke(_git, args);
    }
}
