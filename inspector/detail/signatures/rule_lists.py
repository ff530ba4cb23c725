"""The built-in rules of signatures, by language and system; names as `naming` leaves them."""

from inspector.model.signature import SignatureRules

_SENTINEL = """
__restore_rt __kernel_rt_sigreturn __kernel_sigreturn _sigtramp
KiUserExceptionDispatcher KiUserExceptionDispatch KiUserCallbackExceptionHandler
rust_begin_unwind __rust_start_panic std::panicking::begin_panic_handler
"""
_SKIP_CRASHING = """
raise abort __abort gsignal kill tgkill __kill __pthread_kill pthread_kill __pthread_kill_*
__libc_message __libc_fatal __assert __assert_fail __assert_fail_base __assert_rtn __assert2
_wassert _assert __fortify_fail __fortify_fail_abort __stack_chk_fail __chk_fail
abort_message demangling_terminate_handler std::terminate std::__terminate __terminate
__cxxabiv1::* __cxa_* __gxx_personality_v0 _Unwind_* _objc_terminate _objc_default_uncaught*
__verbose_terminate_handler __gnu_cxx::__verbose_terminate_handler
__restore_rt __kernel_rt_sigreturn __kernel_sigreturn _sigtramp
KiUserExceptionDispatch* KiUserCallbackExceptionHandler KiRaiseUserExceptionDispatcher
RtlDispatchException RtlRaiseException RtlRaiseStatus RaiseException RaiseFailFastException
RtlFailFast* ZwRaiseException NtRaiseException KERNELBASE!RaiseException _CxxThrowException
_invalid_parameter* _invoke_watson _call_reportfault common_assert_to_* terminate
__report_gsfailure __report_rangecheckfailure __fastfail UnhandledExceptionFilter
NtTerminateProcess ZwTerminateProcess TerminateProcess RtlExitUserProcess
"""
_SKIP_RUST = """
rust_begin_unwind rust_panic rust_panic_with_hook __rust_start_panic __rust_end_short_backtrace
__rust_begin_short_backtrace std::sys::backtrace::__rust_*_short_backtrace
std::sys_common::backtrace::__rust_*_short_backtrace
std::panicking::* core::panicking::* std::process::abort std::sys::*::abort_internal
std::rt::lang_start* std::panic::catch_unwind core::result::unwrap_failed
core::option::unwrap_failed core::option::expect_failed core::slice::index::slice_*_fail
core::str::slice_error_fail* alloc::alloc::handle_alloc_error alloc::raw_vec::*
core::result::Result<T>::unwrap core::result::Result<T>::expect
core::option::Option<T>::unwrap core::option::Option<T>::expect
<*core::ops::function::Fn*?as?*>::call* core::ops::function::Fn*::call*
<T?as?core::ops::function::Fn*>::call*
"""
_SKIP_APPLE = """
objc_exception_throw objc_exception_rethrow objc_terminate __exceptionPreprocess
+[NSException*] -[NSException*] -[NSAssertionHandler*] _NSArrayRaiseBoundException
CoreFoundation!___forwarding___ ___forwarding___ _CF_forwarding_prep_0
-[NSObject*doesNotRecognizeSelector:] _swift_runtime_on_report swift::fatalError
swift::swift_abort* swift_unexpectedError swift_deletedMethodError
Swift._assertionFailure Swift._fatalErrorMessage Swift.fatalError Swift.assertionFailure
Swift.preconditionFailure _assertionFailure _fatalErrorMessage
start start_wqthread _pthread_start _pthread_wqthread thread_start _pthread_body
_dispatch_call_block_and_release _dispatch_client_callout* _dispatch_*_drain* _dispatch_worker*
_dispatch_root_queue* __CFRUNLOOP_IS_* __CFRunLoop* CFRunLoopRun* UIApplicationMain
NSApplicationMain
"""
_SKIP_DOTNET = """
System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw System.Environment.FailFast
System.ThrowHelper.* System.ArgumentNullException.Throw* System.Diagnostics.Debug.Fail
System.Runtime.CompilerServices.TaskAwaiter* System.Runtime.CompilerServices.AsyncTaskMethod*
System.Runtime.CompilerServices.AsyncMethodBuilder* System.Threading.ExecutionContext.Run*
System.Threading.Tasks.Task.Execute* System.Threading.ThreadPoolWorkQueue.*
"""
_SKIP_SCRIPT = """
processTicksAndRejections node:internal/* Module._compile Module._extensions* Module.load
Module._load Function.executeUserEntryPoint* tryCatch __awaiter asyncGeneratorStep _next
_asyncGeneratorStep regeneratorRuntime* Promise.then Generator.next Generator._invoke
__webpack_require__ webpackJsonp* __zone_symbol__* ZoneDelegate.invoke* Zone.run*
sentryWrapped wrapped captureException
"""
_SKIP_STARTS = """
_start __libc_start_main __libc_start_call_main start_thread __clone __clone3 clone clone3
__pthread_start __start_thread std::thread::_Invoker<T>::* std::thread::_State_impl<T>::_M_run
std::__invoke* std::_Function_handler<T>::* std::function<T>::operator()
execute_native_thread_routine
BaseThreadInitThunk RtlUserThreadStart __RtlUserThreadStart _RtlUserThreadStart
__scrt_common_main* invoke_main mainCRTStartup wmainCRTStartup WinMainCRTStartup thread_start<T>
std::rt::lang_start std::thread::Builder::spawn* std::sys::*::thread::Thread::new*
"""
_PREFIX = """
memcpy memmove memset memcmp memchr mem*_avx* mem*_sse* __mem* _mem* mempcpy bcopy bzero
strlen* strcpy* strncpy* strcat* strcmp* strncmp* strchr* strdup* strtol* strto* __str* wcslen*
wcscpy* __wcs* printf fprintf sprintf snprintf v*printf _IO_* __vfprintf*
malloc calloc realloc free cfree _int_free _int_malloc malloc_consolidate unlink_chunk*
malloc_printerr malloc_zone_* szone_* tiny_* free_*botch _szone* nanov2_* malloc_error_break
je_* tc_* operator?new operator?new[] operator?delete* __libc_malloc __libc_free __libc_calloc
__libc_realloc
ntdll.dll!* ucrtbase.dll!* RtlFreeHeap RtlAllocateHeap RtlReAllocateHeap RtlpFreeHeap*
RtlpAllocateHeap* RtlpReAllocateHeap* HeapFree HeapAlloc _free_base _malloc_base _recalloc*
std::* std::__1::* __gnu_cxx::* boost::* absl::* folly::* eastl::* __ubsan_* __asan_* __sanitizer*
core::* alloc::* <*?as?core::*>::* <*?as?alloc::*>::* <alloc::*?as?*>::* <core::*?as?*>::*
hashbrown::* __rust_alloc __rust_dealloc __rust_realloc __rdl_* __rg_*
objc_msgSend* objc_retain* objc_release* objc_storeStrong objc_autorelease* objc_destroyWeak
objc_loadWeak* objc_opt_* -[__NS* +[__NS* -[NSArray* -[NSDictionary* -[NSMutable* -[NSString*
-[NSObject* CFRelease CFRetain CFString* CFArray* CFDictionary* CFData*
swift_* Swift.* _swift_* swift::* specialized?Swift.* protocol?witness* __swift_*
pthread_* __pthread_* syscall __syscall* poll __poll epoll_wait select __select futex* __futex*
nanosleep clock_nanosleep sleep usleep mach_msg* semaphore_wait* __psynch_* kevent*
NtWait* ZwWait* WaitFor* NtDelayExecution Sleep* RtlEnterCriticalSection EnterCriticalSection
RtlpWait* SleepConditionVariable* AcquireSRWLock* RtlAcquireSRWLock*
__read __write __ioctl mmap munmap
System.String.* System.Array.* System.Collections.* System.Linq.* System.Buffer.* System.Span<T>.*
System.Text.* System.Int32.Parse System.Number.* System.Convert.* System.Threading.*
Array.* Object.* String.* Function.* JSON.* Promise.* Map.* Set.* RegExp.* Number.* Date.*
_purecall __purecall __cxa_pure_virtual __cxa_deleted_virtual __chkstk _chkstk ___chkstk*
__udivti3 __divti3 __divdi3 __dynamic_cast __aeabi_* _alldiv _aulldiv
"""
_TRIM = """
*.cold *.cold.* *.part.* *.constprop.* *.isra.* *.lto_priv.* *.llvm.* *.localalias* *.clone.*
*.actor.* *.resume *.destroy *.cleanup *._omp_fn.* *.omp_outlined* *.uwtable *.__uniq.*
*@plt *@@GLIBC* *@GLIBC* *$stub *$plt *.thunk.* *.artificial.* *.multiversion* *.resolver *.ifunc
*TQ0_ *TY0_ *TQ1_ *TY1_
__GI_* static?* non-virtual?thunk?to?* virtual?thunk?to?* async?* new?*
specialized?* generic?specialization?* merged?* partial?apply?for?* partial?apply?forwarder?for?*
reabstraction?thunk?helper?from?* outlined?* @objc?* @nonobjc?* dispatch?thunk?of?*
protocol?witness?for?* curry?thunk?of?*
"""


def built_in() -> SignatureRules:
    """The rules for C, C++, Rust, Objective-C, Swift, .NET and JavaScript."""
    skip = _SKIP_CRASHING + _SKIP_RUST + _SKIP_APPLE + _SKIP_DOTNET + _SKIP_SCRIPT + _SKIP_STARTS
    return SignatureRules(
        sentinel=_words(_SENTINEL),
        skip=_words(skip),
        prefix=_words(_PREFIX),
        trim=_words(_TRIM),
    )


def _words(text: str) -> tuple[str, ...]:
    """The words of a list; `?` is how they spell a blank."""
    return tuple(word.replace("?", " ") for word in text.split())
