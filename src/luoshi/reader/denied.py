"""Why the system did not open, find or write a file, as it is said to people (Chinese)."""

import errno

_WORDS = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EISDIR: "这是一个文件夹",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EEXIST: "那里已有同名的文件，建不成文件夹",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "已用完分给您的磁盘空间",
    errno.EFBIG: "文件太大，那里放不下",
    errno.EROFS: "那里只能读，不能写",
    errno.ENAMETOOLONG: "名字太长",
    errno.ELOOP: "快捷方式（链接）互相指来指去，没有终点",
    errno.EIO: "磁盘读写出错",
    errno.EBUSY: "正被别的程序使用",
    errno.ETXTBSY: "正被别的程序使用",
    errno.ENXIO: "那里没有可读写的设备",
    errno.ENODEV: "那里没有可读写的设备",
    errno.ESTALE: "网络盘断开了",
    errno.ETIMEDOUT: "网络盘没有回应",
    errno.EHOSTDOWN: "网络盘没有回应",
    errno.EMFILE: "同时打开的文件太多",
    errno.ENFILE: "同时打开的文件太多",
    errno.ENOMEM: "内存不够",
    errno.EADDRINUSE: "已被别的程序占用",
    errno.EADDRNOTAVAIL: "这台机器没有这个地址",
    errno.EAFNOSUPPORT: "这台机器没有这个地址",
}


def why(error: OSError) -> str:
    """The reason alone, to stand in a sentence; the system's own words where this house has none."""
    return _WORDS.get(error.errno or 0) or error.strerror or str(error)
